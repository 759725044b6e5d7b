import * as vscode from 'vscode';
import { commands } from '../manifest.ts';
import { showProblem } from '../window/showProblem.ts';
import { type Connections, connectionLabel } from './connection.ts';

/** What the commands of this room work with. */
export interface ConnectionCommandsOptions {
  readonly connections: Connections;
  readonly log: vscode.LogOutputChannel;
}

/** Registers the commands about connections, the local service among them. */
export function registerConnectionCommands({ connections, log }: ConnectionCommandsOptions): vscode.Disposable {
  const register = (command: string, action: string, run: (argument: unknown) => Promise<void>) =>
    vscode.commands.registerCommand(command, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        showProblem(error, action, log);
      }
    });
  return vscode.Disposable.from(
    register(commands.addConnection, 'add a connection', async () => {
      const { addConnection } = await import('./addConnection.ts');
      await addConnection(connections, log);
    }),
    register(commands.removeConnection, 'remove the connection', (argument) => removeConnection(connections, argument)),
    register(commands.startLocal, 'start Local', () => startLocal(connections)),
    register(commands.stopLocal, 'stop Local', () => stopLocal(connections)),
    vscode.commands.registerCommand(commands.showLog, () => log.show(true)),
  );
}

async function removeConnection(connections: Connections, argument: unknown): Promise<void> {
  const id = connectionIdOf(argument) ?? (await pickConnection(connections));
  const connection = id === undefined ? undefined : connections.find(id);
  if (connection?.kind !== 'aws') return;
  const remove = 'Remove';
  const chosen = await vscode.window.showWarningMessage(
    `Remove the connection ${connectionLabel(connection)}?`,
    { modal: true, detail: 'Nothing in AWS is changed or deleted. The connection can be added again at any time.' },
    remove,
  );
  if (chosen === remove) await connections.remove(connection.id);
}

async function pickConnection(connections: Connections): Promise<string | undefined> {
  const items = connections
    .list()
    .filter((connection) => connection.kind === 'aws')
    .map((connection) => ({
      label: connectionLabel(connection),
      id: connection.id,
      ...(connection.endpointUrl === undefined ? {} : { description: connection.endpointUrl }),
    }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Choose the connection to remove' });
  return chosen?.id;
}

function startLocal(connections: Connections): Promise<void> {
  const options = { location: vscode.ProgressLocation.Window, title: 'Starting Local…' };
  return Promise.resolve(vscode.window.withProgress(options, () => connections.startLocal()));
}

async function stopLocal(connections: Connections): Promise<void> {
  const { kind } = connections.localState();
  if (kind === 'stopped' || kind === 'failed') return;
  const stop = 'Stop';
  const chosen = await vscode.window.showWarningMessage(
    'Stop the local service?',
    { modal: true, detail: await whatStops(connections, kind === 'running') },
    stop,
  );
  if (chosen !== stop) return;
  const options = { location: vscode.ProgressLocation.Window, title: 'Stopping Local…' };
  await vscode.window.withProgress(options, () => connections.stopLocal());
}

/** What the person loses meanwhile, and that it comes back. A service that does not answer can be stopped all the same. */
async function whatStops(connections: Connections, running: boolean): Promise<string> {
  const comesBack = 'Everything is kept and served again when Local starts.';
  const listed = running
    ? await connections
        .hosting('local')
        .list('endpoint')
        .catch(() => undefined)
    : undefined;
  if (listed === undefined) return comesBack;
  const { items, nextToken } = listed;
  if (items.length === 0) return `It serves no endpoint now. ${comesBack}`;
  const shown = items.slice(0, 10).map(({ name }) => name);
  const more = nextToken !== undefined || items.length > shown.length ? ' and others' : '';
  return `It no longer serves ${shown.join(', ')}${more}. ${comesBack}`;
}

function connectionIdOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('connectionId' in argument)) return undefined;
  return typeof argument.connectionId === 'string' ? argument.connectionId : undefined;
}
