import { isAbsolute, join } from 'node:path';
import * as vscode from 'vscode';
import type { ReadyLine } from '../api/local.ts';
import type { Hosting } from '../hosting/hosting.ts';
import { CancelledError, isCredentialProblem, isUnreachable, LocalServiceError } from '../hosting/problems.ts';
import type { Clients } from '../hosting/sdk.ts';
import { type ClientSource, SdkHosting } from '../hosting/sdkHosting.ts';
import { contextKeys, settings } from '../manifest.ts';
import type { AwsConnection, Connection, Connections, LocalState, ResourceChange } from './connection.ts';
import { LocalService } from './localService.ts';
import { logLine } from './logLine.ts';
import { STORED_CONNECTIONS, storedConnections } from './stored.ts';

const local = { kind: 'local', id: 'local' } as const;

/** Knows the connections and starts nothing: clients and the local service wait for the first call. */
export function createConnections(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Connections {
  return new KeptConnections(context, log);
}

class KeptConnections implements Connections {
  private readonly memory: vscode.Memento;
  private readonly connectionsChanged = new vscode.EventEmitter<void>();
  private readonly localStateChanged = new vscode.EventEmitter<LocalState>();
  private readonly resourceChanged = new vscode.EventEmitter<ResourceChange>();
  private readonly service: LocalService;
  private readonly hostings = new Map<string, Hosting>();
  private readonly awsClients = new Map<string, Promise<Clients>>();
  private localClients: { readonly ready: ReadyLine; readonly clients: Promise<Clients> } | undefined;
  private aws: readonly AwsConnection[];

  readonly onDidChangeConnections = this.connectionsChanged.event;
  readonly onDidChangeLocalState = this.localStateChanged.event;
  readonly onDidChangeResource = this.resourceChanged.event;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    this.memory = context.globalState;
    this.aws = storedConnections(this.memory.get(STORED_CONNECTIONS));
    this.service = new LocalService({
      entry: context.asAbsolutePath(join('dist', 'local', 'main.js')),
      dataFolder: () => localDataFolder(context),
      isTrusted: () => vscode.workspace.isTrusted,
      onState: (state) => this.announceLocal(state),
      onLogLine: (line) => {
        const { level, text } = logLine(line);
        log[level](`Local: ${text}`);
      },
    });
    this.announceList();
  }

  list(): readonly Connection[] {
    return [local, ...this.aws];
  }

  find(id: string): Connection | undefined {
    return this.list().find((connection) => connection.id === id);
  }

  hosting(connectionId: string): Hosting {
    const known = this.hostings.get(connectionId);
    if (known !== undefined) return known;
    const hosting = new SdkHosting(this.source(connectionId), (kind, name) =>
      this.resourceChanged.fire({ connectionId, kind, name }),
    );
    this.hostings.set(connectionId, hosting);
    return hosting;
  }

  localState(): LocalState {
    return this.service.state;
  }

  startLocal(): Promise<void> {
    return this.service.start();
  }

  stopLocal(): Promise<void> {
    return this.service.stop();
  }

  forgetCredentials(connectionId: string): void {
    this.awsClients.delete(connectionId);
  }

  async add(connection: AwsConnection): Promise<void> {
    await this.store([...this.aws.filter(({ id }) => id !== connection.id), connection]);
  }

  async remove(connectionId: string): Promise<void> {
    this.forgetCredentials(connectionId);
    this.hostings.delete(connectionId);
    await this.store(this.aws.filter(({ id }) => id !== connectionId));
  }

  dispose(): void {
    this.service.dispose();
    this.connectionsChanged.dispose();
    this.localStateChanged.dispose();
    this.resourceChanged.dispose();
  }

  private source(connectionId: string): ClientSource {
    if (connectionId === local.id) {
      return {
        clients: () => this.clientsOfLocal(),
        failed: (error) => (isUnreachable(error) ? this.service.unreachable() : Promise.resolve(false)),
      };
    }
    return {
      clients: () => this.clientsOfAws(connectionId),
      failed: (error) => {
        if (isCredentialProblem(error)) this.forgetCredentials(connectionId);
        return Promise.resolve(false);
      },
    };
  }

  /** A service that was started again has another key pair, and so other clients. */
  private async clientsOfLocal(): Promise<Clients> {
    const ready = await this.service.ready();
    if (this.localClients?.ready !== ready) {
      this.localClients?.clients.then(destroy, () => undefined);
      this.localClients = { ready, clients: makeLocalClients(ready) };
    }
    return this.localClients.clients;
  }

  private clientsOfAws(connectionId: string): Promise<Clients> {
    const known = this.awsClients.get(connectionId);
    if (known !== undefined) return known;
    const connection = this.aws.find(({ id }) => id === connectionId);
    if (connection === undefined) return Promise.reject(new Error('This connection was removed.'));
    const clients = makeAwsClients(connection);
    this.awsClients.set(connectionId, clients);
    clients.catch(() => {
      if (this.awsClients.get(connectionId) === clients) this.awsClients.delete(connectionId);
    });
    return clients;
  }

  private async store(connections: readonly AwsConnection[]): Promise<void> {
    this.aws = connections;
    await this.memory.update(STORED_CONNECTIONS, connections);
    this.announceList();
    this.connectionsChanged.fire();
  }

  private announceList(): void {
    setContext(contextKeys.hasAwsConnection, this.aws.length > 0);
  }

  private announceLocal(state: LocalState): void {
    setContext(contextKeys.localRunning, state.kind === 'running');
    this.localStateChanged.fire(state);
  }
}

function destroy({ control, runtime }: Clients): void {
  control.destroy();
  runtime.destroy();
}

async function makeLocalClients({ url, region, accessKeyId, secretAccessKey }: ReadyLine): Promise<Clients> {
  const { createClients } = await import('../hosting/sdk.ts');
  return createClients({ region, endpointUrl: url, credentials: { accessKeyId, secretAccessKey } });
}

async function makeAwsClients(connection: AwsConnection): Promise<Clients> {
  const { createAwsClients } = await import('./awsClients.ts');
  return createAwsClients(connection, askMfaCode);
}

/** @throws {CancelledError} when no code is given */
async function askMfaCode(serialNumber: string): Promise<string> {
  const code = await vscode.window.showInputBox({
    title: 'Multi-factor authentication',
    prompt: `Enter the code of ${serialNumber}.`,
    ignoreFocusOut: true,
    validateInput: (value) => (/^\d{6}$/.test(value.trim()) ? undefined : 'A code has six digits.'),
  });
  if (code === undefined) throw new CancelledError('No MFA code was given.');
  return code.trim();
}

function localDataFolder(context: vscode.ExtensionContext): string {
  const folder = vscode.workspace.getConfiguration(settings.section).get<string>(settings.localDataFolder, '').trim();
  if (folder === '') return vscode.Uri.joinPath(context.globalStorageUri, 'local').fsPath;
  if (isAbsolute(folder)) return folder;
  throw new LocalServiceError(
    `The setting ${settings.section}.${settings.localDataFolder} must be an absolute path, not “${folder}”.`,
  );
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
