import type * as vscode from 'vscode';
import type { Connections } from '../connections/index.ts';
import type { WatchedEndpoints } from '../window/watchedEndpoints.ts';

/** What the room is built on. */
export interface DeployRoom {
  readonly connections: Connections;
  readonly watched: WatchedEndpoints;
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
}
