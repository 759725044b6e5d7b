import type * as vscode from 'vscode';
import type { Hosting, ResourceKind } from '../hosting/hosting.ts';
import type { ProblemContext } from '../hosting/problem.ts';

/** The local hosting service on this machine; there is always one. */
export interface LocalConnection {
  readonly kind: 'local';
  readonly id: 'local';
}

/** An AWS account by a profile of the user's configuration, in a region. Holds no secret. */
export interface AwsConnection {
  readonly kind: 'aws';
  readonly id: string;
  /** A profile's name; undefined means the SDK's default provider chain. */
  readonly profile?: string;
  readonly region: string;
  /** A custom endpoint, such as a VPC endpoint or another service that speaks the API. */
  readonly endpointUrl?: string;
}

/** Where SageMaker is. */
export type Connection = LocalConnection | AwsConnection;

/** How the local service stands. */
export type LocalState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly url: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** A resource that was created, changed or deleted through this window. */
export interface ResourceChange {
  readonly connectionId: string;
  readonly kind: ResourceKind;
  readonly name: string;
}

/** All connections. The one place that makes clients, keeps them per identity, and starts the local service. */
export interface Connections extends vscode.Disposable {
  /** The list itself changed. */
  readonly onDidChangeConnections: vscode.Event<void>;
  readonly onDidChangeLocalState: vscode.Event<LocalState>;
  readonly onDidChangeResource: vscode.Event<ResourceChange>;
  /** Local first, then in the order they were added. */
  list(): readonly Connection[];
  find(id: string): Connection | undefined;
  /** Asks nothing of the network and starts nothing: that waits for the first call of a method. */
  hosting(connectionId: string): Hosting;
  localState(): LocalState;
  startLocal(): Promise<void>;
  stopLocal(): Promise<void>;
  /** Forgets clients and credentials of a connection, so that a sign-in made elsewhere counts at the next call. */
  forgetCredentials(connectionId: string): void;
  add(connection: AwsConnection): Promise<void>;
  remove(connectionId: string): Promise<void>;
}

/** A connection's name for a person: `Local`, or profile and region. */
export function connectionLabel(connection: Connection): string {
  if (connection.kind === 'local') return 'Local';
  return `${connection.profile ?? 'Default credentials'} (${connection.region})`;
}

/** Whom an error at a connection befell, for its explanation. */
export function problemContext(connections: Pick<Connections, 'find'>, connectionId: string): ProblemContext {
  const connection = connections.find(connectionId);
  if (connection === undefined) return {};
  const named = { connectionLabel: connectionLabel(connection) };
  if (connection.kind === 'local') return named;
  const { profile, endpointUrl } = connection;
  return {
    ...named,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}
