import * as vscode from 'vscode';
import { settings } from '../manifest.ts';

/** Milliseconds between two looks at an endpoint in transition, within the bounds that the setting has in package.json. */
export function pollingMs(): number {
  const seconds: unknown = vscode.workspace.getConfiguration(settings.section).get(settings.pollingInterval);
  return Math.min(Math.max(typeof seconds === 'number' ? seconds : 2, 1), 60) * 1_000;
}
