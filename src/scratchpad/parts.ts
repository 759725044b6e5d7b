import type * as vscode from 'vscode';
import type { Connections } from '../connections/index.ts';

/** What the scratchpad is built from. */
export interface ScratchpadParts {
  readonly connections: Connections;
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
}
