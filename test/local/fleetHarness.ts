import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../src/api/local.ts';
import { ArtifactStore } from '../../src/local/containers/artifacts.ts';
import { ProcessContainerRuntime } from '../../src/local/containers/runtime.ts';
import type { EndpointFleets, EndpointView, InvocationResult } from '../../src/local/fleet/endpointFleets.ts';
import { createEndpointFleets } from '../../src/local/fleet/fleets.ts';
import type { FleetTimings } from '../../src/local/fleet/timings.ts';
import { createLog } from '../../src/local/log.ts';
import { RecordFolder } from '../../src/local/state/recordFolder.ts';
import { endpointRecord } from '../../src/local/state/recordSchemas.ts';
import type { DeployedVariant, Deployment, EndpointRecord } from '../../src/local/state/records.ts';
import { onnxHost, until, urlOf } from './containerHarness.ts';

/** Pauses short enough for a test; what SageMaker promises stays as it is unless a test says otherwise. */
const quick: Partial<FleetTimings> = { shortestReplacementPauseMs: 50, disposeGraceMs: 1_000, stopGraceMs: 1_000 };

/** One service's life over a data folder: its fleets, the records it keeps, what it logged. */
export class FleetHarness {
  readonly directory: string;
  readonly fleets: EndpointFleets;
  readonly records: RecordFolder<EndpointRecord>;
  readonly logged: string[] = [];
  /** Holds up the saving of a record for as long as its promise. */
  beforeSave: (record: EndpointRecord) => Promise<void> = async () => undefined;

  private constructor(directory: string, timings: Partial<FleetTimings>) {
    this.directory = directory;
    const log = createLog((line) => this.logged.push(line));
    this.records = new RecordFolder(join(directory, 'endpoints'), endpointRecord, log);
    const artifacts = new ArtifactStore(join(directory, 'artifacts'), join(directory, 'buckets'));
    this.fleets = createEndpointFleets({
      runtime: new ProcessContainerRuntime(artifacts, onnxHost),
      store: {
        save: (record) => this.beforeSave(record).then(() => this.records.save(record)),
        remove: (name) => this.records.remove(name),
      },
      random: Math.random,
      now: Date.now,
      directory,
      log,
      identity: { region: LOCAL_REGION, account: LOCAL_ACCOUNT },
      timings: { ...quick, ...timings },
    });
  }

  static async create(timings: Partial<FleetTimings> = {}): Promise<FleetHarness> {
    return FleetHarness.over(await mkdtemp(join(tmpdir(), 'fleets-')), timings);
  }

  /** A service started on what another one left in a folder. */
  static async over(directory: string, timings: Partial<FleetTimings> = {}): Promise<FleetHarness> {
    const harness = new FleetHarness(directory, timings);
    harness.fleets.restore(await harness.records.load());
    return harness;
  }

  /** Ends the service; the folder stays. */
  stop(): Promise<void> {
    return this.fleets.dispose();
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Creates an endpoint and waits until it is InService. */
  async serve(name: string, target: Deployment): Promise<EndpointView> {
    await this.fleets.create(name, target);
    return await this.settled(name);
  }

  /** Waits until nothing is under way; throws when that is a failure. */
  async settled(name: string): Promise<EndpointView> {
    const view = await this.outcome(name);
    if (view.status !== 'InService') throw new Error(`${name} is ${view.status}: ${view.failureReason}`);
    return view;
  }

  /** Waits until the endpoint is InService or Failed. */
  async outcome(name: string): Promise<EndpointView> {
    await until(() => ['InService', 'Failed'].includes(this.fleets.describe(name).status));
    return this.fleets.describe(name);
  }

  /** Waits until the endpoint is gone. */
  async gone(name: string): Promise<void> {
    await until(() => this.fleets.list().every(({ record }) => record.name !== name));
  }

  invoke(
    endpointName: string,
    order: object = {},
    more: { signal?: AbortSignal; headers?: Record<string, string> } = {},
  ): Promise<InvocationResult> {
    return this.fleets.invoke({
      endpointName,
      body: Buffer.from(JSON.stringify(order)),
      contentType: 'application/json',
      headers: more.headers ?? {},
      signal: more.signal ?? new AbortController().signal,
    });
  }

  /** The label of the model that answered, and its process. */
  async ask(endpointName: string, order: object = {}): Promise<{ label: string; pid: number }> {
    return JSON.parse(Buffer.from((await this.invoke(endpointName, order)).body).toString());
  }
}

/** A variant that serves the fixture program. */
export function variant(variantName: string, change: Partial<DeployedVariant> & Environment = {}): DeployedVariant {
  const { environment = {}, ...rest } = change;
  return {
    variantName,
    modelName: `${variantName}-model`,
    instanceType: 'ml.m5.large',
    container: {
      image: 'local/node',
      modelDataUrl: urlOf('test/local/fixtures/fleet'),
      environment: { LABEL: variantName, ...environment },
    },
    startupTimeoutMs: 60_000,
    weight: 1,
    instanceCount: 1,
    ...rest,
  };
}

/** The fixture program's environment. */
interface Environment {
  readonly environment?: Readonly<Record<string, string>>;
}

export function deployment(endpointConfigName: string, ...variants: DeployedVariant[]): Deployment {
  return { endpointConfigName, variants };
}
