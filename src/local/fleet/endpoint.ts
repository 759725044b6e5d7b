import { setTimeout as delay } from 'node:timers/promises';
import type { EndpointStatus } from '../../api/endpoints.ts';
import { describeError } from '../log.ts';
import { serviceUnavailable } from '../routing/invocationErrors.ts';
import type { DeployedVariant, Deployment, EndpointRecord } from '../state/records.ts';
import type { FleetContext } from './context.ts';
import type { EndpointRecordStore, EndpointView, Invocation, InvocationResult } from './endpointFleets.ts';
import {
  type EndpointEvent,
  endpointView,
  type FleetHealth,
  intendedDeployment,
  nextPhase,
  type PhaseWork,
  routedVariants,
  servingDeployment,
  workOf,
} from './endpointMachine.ts';
import { instanceCount, requireReady } from './endpointRequests.ts';
import { Fleet } from './fleet.ts';
import type { Instance } from './instance.ts';
import { invokeEndpoint, type RoutedEndpoint } from './invoker.ts';
import { pauseAfter } from './timings.ts';
import { Waiters } from './waiters.ts';

/** One endpoint: its record, the fleets that its record asks for, and the way of invocations to them. */
export class Endpoint implements RoutedEndpoint {
  readonly #context: FleetContext;
  readonly #store: EndpointRecordStore;
  readonly #onRemoved: () => void;
  readonly #waiters = new Waiters();
  readonly #closing = new AbortController();
  /** Fleets that serve no more and are not gone yet. */
  readonly #leaving = new Set<Fleet>();
  #record: EndpointRecord;
  #live: Fleet | undefined;
  #incoming: Fleet | undefined;
  #work: Promise<void> = Promise.resolve();
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** @param record is durable already */
  constructor(context: FleetContext, store: EndpointRecordStore, record: EndpointRecord, onRemoved: () => void) {
    this.#context = context;
    this.#store = store;
    this.#record = record;
    this.#onRemoved = onRemoved;
  }

  get name(): string {
    return this.#record.name;
  }

  get status(): EndpointStatus {
    return this.view.status;
  }

  get view(): EndpointView {
    return endpointView(this.#record, this.#health);
  }

  get routed(): readonly DeployedVariant[] {
    return routedVariants(this.#record.phase);
  }

  get waitLimitMs(): number {
    const { instanceWaitMs, recoveryWaitMs } = this.#context.timings;
    const { recovering, problem } = this.#health;
    return recovering && problem === undefined ? recoveryWaitMs : instanceWaitMs;
  }

  /** Instances it is to have when all that was asked for is done. */
  get intendedInstances(): number {
    return instanceCount(intendedDeployment(this.#record.phase));
  }

  /** Begins the work of a record that is new, or goes on with what a service before this one began. */
  begin(): void {
    const { phase } = this.#record;
    const serving = servingDeployment(phase);
    this.#live = serving && this.#newFleet();
    const recovered = serving && this.#live?.recover(serving);
    this.#pursue(workOf(phase), recovered);
  }

  /**
   * Sets out for another deployment.
   * @param choose makes the target from what serves; what it throws refuses the request
   */
  update(choose: (serving: Deployment) => Deployment): Promise<EndpointView> {
    return this.#inTurn(async () => {
      requireReady('update', this.status, this.#record.arn);
      const { phase } = this.#record;
      if (phase.kind !== 'inService') throw new Error(`An endpoint that is ${phase.kind} was taken for InService.`);
      await this.#commit({ kind: 'targetSet', target: choose(phase.serving) });
      this.#pursue(workOf(this.#record.phase));
      return this.view;
    });
  }

  delete(): Promise<void> {
    return this.#inTurn(async () => {
      requireReady('delete', this.status, this.#record.arn);
      await this.#commit({ kind: 'deletionBegun' });
      this.#pursue(workOf(this.#record.phase));
    });
  }

  invoke(invocation: Invocation): Promise<InvocationResult> {
    return invokeEndpoint(this, invocation, this.#context);
  }

  choose(variantName: string, except: ReadonlySet<Instance>): Instance | undefined {
    if (this.#closing.signal.aborted) throw serviceUnavailable('The service is stopping.');
    return this.#live?.choose(variantName, except);
  }

  problem(variantName: string): string | undefined {
    return this.#live?.problem(variantName);
  }

  changed(timeoutMs: number, signal: AbortSignal): Promise<void> {
    return this.#waiters.wait(timeoutMs, signal);
  }

  /** Stops every instance; the record stays as it is, so that the work goes on with the next start. */
  async dispose(): Promise<void> {
    this.#closing.abort();
    this.#waiters.wake();
    const fleets = [this.#live, this.#incoming, ...this.#leaving].filter((fleet) => fleet !== undefined);
    await Promise.all(fleets.map((fleet) => fleet.kill(this.#context.timings.disposeGraceMs)));
    await this.#work;
  }

  get #health(): FleetHealth {
    const counted = this.#live ?? this.#incoming;
    return {
      ...(this.#live?.recovery ?? { recovering: false }),
      healthy: (variantName) => counted?.healthy(variantName) ?? 0,
    };
  }

  #newFleet(): Fleet {
    return new Fleet(this.#context, this.name, () => this.#waiters.wake());
  }

  #pursue(work: PhaseWork, after: Promise<void> = Promise.resolve()): void {
    this.#work = after.then(() => this.#perform(work)).catch((cause) => this.#logError(`${work.kind} failed`, cause));
  }

  async #perform(work: PhaseWork): Promise<void> {
    if (this.#closing.signal.aborted) return;
    switch (work.kind) {
      case 'none':
        return;
      case 'bringUp':
        return this.#bringUp(work.target);
      case 'resize':
        return this.#resize(work.target);
      case 'tearDown':
        return this.#tearDown();
    }
  }

  /** Blue/green, all at once: the target's fleet comes up beside what serves, then takes all of the traffic. */
  async #bringUp(target: Deployment): Promise<void> {
    const fleet = this.#newFleet();
    this.#incoming = fleet;
    try {
      await fleet.grow(target);
    } catch (cause) {
      await this.#settle({ kind: 'targetFailed', reason: messageOf(cause) }, () => {
        this.#incoming = undefined;
        this.#letGo(fleet);
      });
      return;
    }
    await this.#settle({ kind: 'targetHealthy' }, () => {
      const before = this.#live;
      this.#live = fleet;
      this.#incoming = undefined;
      if (before) this.#letGo(before);
    });
  }

  /** The weights count since the target was set; the counts follow. */
  async #resize(target: Deployment): Promise<void> {
    const fleet = this.#live;
    if (!fleet) throw new Error('An endpoint without a fleet was to be resized.');
    try {
      await fleet.grow(target);
    } catch (cause) {
      await this.#settle({ kind: 'targetFailed', reason: messageOf(cause) });
      return;
    }
    await this.#settle({ kind: 'targetHealthy' }, () => fleet.shrink(target));
  }

  async #tearDown(): Promise<void> {
    if (this.#live) this.#letGo(this.#live);
    this.#live = undefined;
    await Promise.all([...this.#leaving].map((fleet) => fleet.retire()));
    await this.#untilDone('endpoint record not removed', () => this.#store.remove(this.name));
    this.#onRemoved();
  }

  #letGo(fleet: Fleet): void {
    this.#leaving.add(fleet);
    void fleet.retire().finally(() => this.#leaving.delete(fleet));
  }

  /** Takes the event in when the record can be kept; a service that ends first finds it as it was. */
  #settle(event: EndpointEvent, onVisible?: () => void): Promise<void> {
    return this.#untilDone('endpoint record not saved', () =>
      this.#inTurn(async () => {
        if (!this.#closing.signal.aborted) await this.#commit(event, onVisible);
      }),
    );
  }

  /** What the event changes is durable before anyone can see it. */
  async #commit(event: EndpointEvent, onVisible?: () => void): Promise<void> {
    const phase = nextPhase(this.#record.phase, event);
    const record = { ...this.#record, phase, lastModifiedTime: this.#context.now() / 1000 };
    await this.#store.save(record);
    this.#record = record;
    onVisible?.();
    this.#waiters.wake();
    this.#context.log.info('endpoint', { endpoint: this.name, phase: phase.kind, after: event.kind });
  }

  async #untilDone(problem: string, act: () => Promise<void>): Promise<void> {
    const { signal } = this.#closing;
    const { shortestReplacementPauseMs, longestReplacementPauseMs } = this.#context.timings;
    for (let failures = 1; !signal.aborted; failures += 1) {
      try {
        return await act();
      } catch (cause) {
        this.#logError(problem, cause);
      }
      const pauseMs = pauseAfter(failures, shortestReplacementPauseMs, longestReplacementPauseMs);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #logError(event: string, cause: unknown): void {
    this.#context.log.error(event, { endpoint: this.name, reason: describeError(cause) });
  }

  /** Requests and events change the record one after the other. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#lastTurn.then(act, act);
    this.#lastTurn = turn;
    return turn;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
