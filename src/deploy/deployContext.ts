import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { type Connection, type Connections, connectionLabel } from '../connections/index.ts';
import type { PathBase } from '../hosting/artifactLocation.ts';
import type { Side } from '../hosting/deploymentDraft.ts';
import type { ProblemContext } from '../hosting/problems.ts';
import { settings } from '../manifest.ts';
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

/** Whom an error befell, for its explanation. */
export function problemContext(connections: Connections, connectionId: string): ProblemContext {
  const connection = connections.find(connectionId);
  if (!connection) return {};
  const named = { connectionLabel: connectionLabel(connection) };
  if (connection.kind === 'local') return named;
  const { profile, endpointUrl } = connection;
  return {
    ...named,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}

/** What typed paths are read against: the first open folder of this machine. */
export function pathBase(): PathBase {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  return { folder: folder?.uri.fsPath, home: homedir() };
}

/** Milliseconds between two looks at an endpoint in transition, from the settings. */
export function pollingMs(): number {
  return vscode.workspace.getConfiguration(settings.section).get<number>(settings.pollingInterval, 2) * 1000;
}
