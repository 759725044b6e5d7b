import { randomBytes, randomUUID } from 'node:crypto';
import { access, rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { LOCAL_ACCOUNT, LOCAL_REGION, localKeyVariables, type ReadyLine } from '../api/local.ts';
import { artifactPath } from './containers/artifactLocation.ts';
import { ArtifactStore } from './containers/artifacts.ts';
import { ContainerStartError } from './containers/container.ts';
import { ProcessContainerRuntime } from './containers/runtime.ts';
import { createControlPlane } from './control/controlPlane.ts';
import type { ArtifactCheck } from './control/models.ts';
import type { EndpointFleets } from './fleet/endpointFleets.ts';
import { createEndpointFleets } from './fleet/fleets.ts';
import type { Log } from './log.ts';
import { probeService } from './protocol/identify.ts';
import { validationException } from './protocol/serviceError.ts';
import type { KeyPair } from './protocol/signature.ts';
import { LocalServer } from './server.ts';
import { type DataDirectory, dataDirectoryAt, prepareDataDirectory } from './state/dataDirectory.ts';
import { type DirectoryLock, DirectoryLockFolder } from './state/directoryLock.ts';
import { writeDurably } from './state/durableFile.ts';
import type { EndpointRecord } from './state/records.ts';
import type { ServiceDescription } from './state/serviceDescription.ts';
import { loadServiceState, type ServiceState } from './state/serviceState.ts';

/** What a service is started with. */
export interface ServiceSetup {
  readonly dataDirectory: string;
  /** 0: any free port. */
  readonly port: number;
  readonly keys: KeyPair;
  /** The program that serves `local/onnx`. */
  readonly onnxHost: string;
  readonly log: Log;
}

/** A service that serves. */
export interface RunningService {
  readonly ready: ReadyLine;
  /** Answers what is under way, stops every instance, gives the data directory free. */
  stop(): Promise<void>;
}

/** The data directory is served already. */
export class AlreadyServedError extends Error {
  override readonly name = 'AlreadyServedError';
}

/** How long requests under way are waited for when the service stops. */
const DRAIN_MS = 3_000;

/** How long a taken port may turn out to belong to another start on the same data directory. */
const RIVAL_PATIENCE_MS = 1_500;

/**
 * Takes the data directory, takes up what it holds and serves it.
 * @throws AlreadyServedError when another service runs on the directory
 * @throws Error that says what is wrong and what to do, for everything else
 */
export async function startService(setup: ServiceSetup): Promise<RunningService> {
  const directory = dataDirectoryAt(setup.dataDirectory);
  try {
    return await startOn(directory, setup);
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    throw new Error(
      `The data folder ${directory.root} can't be used. Make sure that it is yours to read and write and that its disk has room, or choose another one with --data.`,
      { cause },
    );
  }
}

async function startOn(directory: DataDirectory, setup: ServiceSetup): Promise<RunningService> {
  await prepareDataDirectory(directory);
  const locks = new DirectoryLockFolder(directory.lock, probeService);
  await refuseServedDirectory(locks, directory);
  const serviceId = randomUUID();
  const server = new LocalServer({ keys: setup.keys, serviceId, log: setup.log });
  await listen(server, setup.port, locks, directory);
  const self: ServiceDescription = { ...readyLineOf(server, setup.keys), pid: process.pid, serviceId };
  try {
    // The server listens before the lock is taken, so that whoever finds the lock can always ask its owner.
    const attempt = await locks.acquire(self);
    if (attempt.kind === 'held') throw alreadyServed(directory, attempt.owner);
    return await serve(setup, directory, server, attempt.lock, self);
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** The key pair that the environment names, or else a random one; undefined where it names only half of one. */
export function keysFrom(environment: Readonly<Record<string, string | undefined>>): KeyPair | undefined {
  const accessKeyId = environment[localKeyVariables.accessKeyId] || undefined;
  const secretAccessKey = environment[localKeyVariables.secretAccessKey] || undefined;
  if (accessKeyId === undefined && secretAccessKey === undefined) return randomKeys();
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return /^\w{1,128}$/u.test(accessKeyId) ? { accessKeyId, secretAccessKey } : undefined;
}

async function serve(
  setup: ServiceSetup,
  directory: DataDirectory,
  server: LocalServer,
  lock: DirectoryLock,
  self: ServiceDescription,
): Promise<RunningService> {
  const state = await loadServiceState(directory, setup.log);
  const artifacts = new ArtifactStore(directory.artifacts, directory.buckets);
  await artifacts.prune(await artifacts.newestKeys(state.endpoints.flatMap(artifactsOf)));
  const fleets = fleetsOf(setup, directory, state, artifacts);
  server.open({
    control: createControlPlane({ state, fleets, requireArtifact: artifactCheck(directory.buckets) }),
    invoke: (invocation) => fleets.invoke(invocation),
  });
  fleets.restore(state.endpoints);
  await writeDurably(directory.serviceFile, JSON.stringify(self));
  setup.log.info('ready', { url: self.url, data: directory.root, pid: self.pid, endpoints: state.endpoints.length });
  return {
    ready: readyLineOf(server, setup.keys),
    async stop() {
      await server.stopServing(DRAIN_MS);
      await fleets.dispose();
      await rm(directory.serviceFile, { force: true });
      await lock.release();
      await server.close();
    },
  };
}

/** Every ModelDataUrl that an endpoint may still need, also when its original is gone. */
function artifactsOf({ phase }: EndpointRecord): string[] {
  const deployments = [...('serving' in phase ? [phase.serving] : []), ...('target' in phase ? [phase.target] : [])];
  return deployments.flatMap(({ variants }) => variants.flatMap(({ container }) => container.modelDataUrl ?? []));
}

function fleetsOf(
  setup: ServiceSetup,
  directory: DataDirectory,
  state: ServiceState,
  artifacts: ArtifactStore,
): EndpointFleets {
  return createEndpointFleets({
    runtime: new ProcessContainerRuntime(artifacts, { host: setup.onnxHost }),
    store: state.endpointStore,
    random: Math.random,
    now: () => Math.round(state.clock.now() * 1000),
    directory: directory.root,
    log: setup.log,
    identity: { region: LOCAL_REGION, account: LOCAL_ACCOUNT },
  });
}

function artifactCheck(buckets: string): ArtifactCheck {
  return async (modelDataUrl) => {
    try {
      await access(artifactPath(modelDataUrl, buckets));
    } catch (cause) {
      if (cause instanceof ContainerStartError) throw validationException(cause.message, cause);
      throw validationException(
        `Could not find model data at ${modelDataUrl}. Check the address, and that the file can be read.`,
        cause,
      );
    }
  };
}

async function refuseServedDirectory(locks: DirectoryLockFolder, directory: DataDirectory): Promise<void> {
  const owner = await locks.owner();
  if (owner) throw alreadyServed(directory, owner);
}

async function listen(
  server: LocalServer,
  port: number,
  locks: DirectoryLockFolder,
  directory: DataDirectory,
): Promise<void> {
  try {
    await server.listen(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      throw new Error(`Can't listen on port ${port} of 127.0.0.1. Choose another one with --port.`, { cause: error });
    }
    await refuseRival(locks, directory);
    throw new Error(`Port ${port} is taken by another program. Choose another one with --port, or 0 for any free one.`);
  }
}

/** Two starts with the same folder and port: the later one finds the port taken before the earlier one has taken the lock. */
async function refuseRival(locks: DirectoryLockFolder, directory: DataDirectory): Promise<void> {
  const deadline = Date.now() + RIVAL_PATIENCE_MS;
  while (Date.now() < deadline) {
    await refuseServedDirectory(locks, directory);
    await pause(100);
  }
}

function alreadyServed(directory: DataDirectory, owner: ServiceDescription): AlreadyServedError {
  return new AlreadyServedError(
    `${directory.root} is served already, at ${owner.url} by process ${owner.pid}. Use that service, end it, or choose another folder with --data.`,
  );
}

/** Whether the operating system refused something. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function readyLineOf({ url }: LocalServer, { accessKeyId, secretAccessKey }: KeyPair): ReadyLine {
  return { url, region: LOCAL_REGION, accessKeyId, secretAccessKey };
}

function randomKeys(): KeyPair {
  return {
    accessKeyId: `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
}
