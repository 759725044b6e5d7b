import { availableParallelism } from 'node:os';
import { localArn } from '../arn.ts';
import { alreadyExists, notFound } from '../control/existence.ts';
import { refuseWeightlessVariants } from '../control/variantRules.ts';
import { validationException } from '../protocol/serviceError.ts';
import { endpointNotFound, serviceUnavailable } from '../routing/invocationErrors.ts';
import type { Deployment, EndpointRecord } from '../state/records.ts';
import type { FleetContext } from './context.ts';
import { Endpoint } from './endpoint.ts';
import type {
  EndpointFleets,
  EndpointRecordStore,
  EndpointView,
  Invocation,
  InvocationResult,
  VariantChange,
} from './endpointFleets.ts';
import { changedDeployment, instanceCount, requireRoom } from './endpointRequests.ts';
import { clearLeftovers } from './leftovers.ts';
import { StartSlots } from './startSlots.ts';
import { defaultTimings, type FleetTimings } from './timings.ts';

/** Most instances that all endpoints together may ask for, unless told otherwise. */
const DEFAULT_INSTANCE_LIMIT = 64;

/** What the fleets are built from. */
export interface EndpointFleetsDependencies extends Omit<FleetContext, 'timings' | 'startSlots'> {
  readonly store: EndpointRecordStore;
  readonly timings?: Partial<FleetTimings>;
  /** Most instances of all endpoints together; default 64. */
  readonly instanceLimit?: number;
}

/** The fleets of a service. Nothing runs until `restore` or `create`. */
export function createEndpointFleets(dependencies: EndpointFleetsDependencies): EndpointFleets {
  return new Fleets(dependencies);
}

class Fleets implements EndpointFleets {
  readonly #context: FleetContext;
  readonly #store: EndpointRecordStore;
  readonly #instanceLimit: number;
  readonly #endpoints = new Map<string, Endpoint>();
  /** Endpoints whose record is being made durable. */
  readonly #beginning = new Map<string, Deployment>();
  #disposed = false;

  constructor(dependencies: EndpointFleetsDependencies) {
    const { store, timings, instanceLimit = DEFAULT_INSTANCE_LIMIT, ...context } = dependencies;
    this.#store = store;
    this.#instanceLimit = instanceLimit;
    this.#context = {
      ...context,
      timings: { ...defaultTimings, ...timings },
      startSlots: new StartSlots(Math.max(2, availableParallelism())),
    };
  }

  restore(records: readonly EndpointRecord[]): void {
    clearLeftovers(this.#context, new Set(records.map(({ name }) => name)));
    for (const record of records) this.#add(record).begin();
  }

  list(): readonly EndpointView[] {
    return [...this.#endpoints.values()].map(({ view }) => view);
  }

  describe(name: string): EndpointView {
    return this.#endpoint(name).view;
  }

  async create(name: string, target: Deployment): Promise<EndpointView> {
    this.#requireRunning();
    if (this.#endpoints.has(name) || this.#beginning.has(name)) {
      throw alreadyExists('endpoint', name);
    }
    this.#requireAllowed(name, target);
    this.#beginning.set(name, target);
    try {
      const record = this.#newRecord(name, target);
      await this.#store.save(record);
      const endpoint = this.#add(record);
      if (!this.#disposed) endpoint.begin();
      return endpoint.view;
    } finally {
      this.#beginning.delete(name);
    }
  }

  async update(name: string, targetFor: (serving: Deployment) => Deployment): Promise<EndpointView> {
    this.#requireRunning();
    return this.#endpoint(name).update((serving) => {
      const target = targetFor(serving);
      if (serving.endpointConfigName === target.endpointConfigName) {
        throw validationException('Cannot update endpoint with the currently in use endpoint configuration.');
      }
      this.#requireAllowed(name, target);
      return target;
    });
  }

  async change(name: string, changes: readonly VariantChange[]): Promise<EndpointView> {
    this.#requireRunning();
    return this.#endpoint(name).update((serving) => {
      const target = changedDeployment(serving, changes);
      this.#requireAllowed(name, target);
      return target;
    });
  }

  async delete(name: string): Promise<void> {
    this.#requireRunning();
    await this.#endpoint(name).delete();
  }

  async invoke(invocation: Invocation): Promise<InvocationResult> {
    const endpoint = this.#endpoints.get(invocation.endpointName);
    if (!endpoint) throw endpointNotFound(invocation.endpointName, this.#context.identity.account);
    return endpoint.invoke(invocation);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint.dispose()));
  }

  #requireRunning(): void {
    if (this.#disposed) throw serviceUnavailable('The service is stopping.');
  }

  #requireAllowed(name: string, target: Deployment): void {
    refuseWeightlessVariants(target.variants.map(({ weight }) => weight));
    const starting = [...this.#beginning.values()].map(instanceCount);
    const running = [...this.#endpoints.values()]
      .filter((endpoint) => endpoint.name !== name)
      .map(({ intendedInstances }) => intendedInstances);
    const others = [...starting, ...running].reduce((sum, count) => sum + count, 0);
    requireRoom(target, others, this.#instanceLimit);
  }

  #newRecord(name: string, target: Deployment): EndpointRecord {
    const time = this.#context.now() / 1000;
    return {
      name,
      arn: localArn('endpoint', name),
      creationTime: time,
      lastModifiedTime: time,
      phase: { kind: 'creating', target },
    };
  }

  #add(record: EndpointRecord): Endpoint {
    const endpoint = new Endpoint(this.#context, this.#store, record, () => this.#endpoints.delete(record.name));
    this.#endpoints.set(record.name, endpoint);
    return endpoint;
  }

  #endpoint(name: string): Endpoint {
    const endpoint = this.#endpoints.get(name);
    if (endpoint) return endpoint;
    throw notFound('endpoint', name);
  }
}
