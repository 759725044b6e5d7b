import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { type Connection, type Connections, connectionLabel } from '../connections/index.ts';
import type { PathBase } from '../hosting/artifactLocation.ts';
import type { Side } from '../hosting/deploymentDraft.ts';
import type { ConnectionChoice } from './messages.ts';

/** The connections as the form offers them. */
export function connectionChoices(connections: Connections): ConnectionChoice[] {
  return connections
    .list()
    .map((connection) => ({ id: connection.id, label: connectionLabel(connection), side: sideOf(connection) }));
}

function sideOf(connection: Connection): Side {
  if (connection.kind === 'local') return 'local';
  return connection.endpointUrl === undefined ? 'aws' : 'custom';
}

/** What typed paths are read against: the first open folder of this machine. */
export function pathBase(): PathBase {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return { folder: folder?.uri.fsPath, home: homedir() };
}
