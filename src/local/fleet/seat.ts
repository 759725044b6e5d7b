import { setTimeout as delay } from 'node:timers/promises';
import type { DeployedVariant } from '../state/records.ts';
import type { FleetContext } from './context.ts';
import { failedPingReason } from './failureReason.ts';
import { Instance, InstanceFailure } from './instance.ts';
import { pauseAfter } from './timings.ts';

/** What a seat belongs to and does. */
export interface SeatOptions {
  readonly endpointName: string;
  readonly variant: DeployedVariant;
  /** Keep trying when the first instance does not become healthy; otherwise the seat gives up. */
  readonly persistent: boolean;
  /** Called when an instance has become healthy or has ended. */
  readonly onChange: () => void;
}

/** One of a variant's places: holds one instance, and replaces it, with growing pauses, when it ends. */
export class Seat {
  /** Settles with the first instance: healthy, or not (InstanceFailure), or left before. */
  readonly firstAttempt: Promise<void>;
  readonly #context: FleetContext;
  readonly #options: SeatOptions;
  readonly #leaving = new AbortController();
  readonly #stops = new Set<Promise<void>>();
  readonly #work: Promise<void>;
  #instance: Instance | undefined;
  #everHealthy = false;
  #problem: string | undefined;
  #failures = 0;

  constructor(context: FleetContext, options: SeatOptions) {
    this.#context = context;
    this.#options = options;
    const first = this.#fill();
    this.firstAttempt = first.then(() => undefined);
    this.firstAttempt.catch(() => undefined);
    this.#work = this.#keepFilled(first);
  }

  /** Whether an instance is healthy here. */
  get healthy(): boolean {
    return this.#instance?.healthy ?? false;
  }

  /** The instance, if it takes invocations. */
  get available(): Instance | undefined {
    return this.#instance?.available ? this.#instance : undefined;
  }

  /** Whether an instance has ever become healthy here. */
  get everHealthy(): boolean {
    return this.#everHealthy;
  }

  /** What was wrong with the instance before; undefined while one is healthy or nothing has been wrong. */
  get problem(): string | undefined {
    return this.healthy ? undefined : this.#problem;
  }

  /** Gives the place up; invocations under way finish first. Resolves when nothing of it is left. */
  async retire(): Promise<void> {
    this.#leaving.abort();
    const instance = this.#instance;
    if (instance?.healthy) await instance.retire();
    else await instance?.stop(this.#context.timings.stopGraceMs);
    await this.#over();
  }

  /** Gives the place up at once. Resolves when nothing of it is left. */
  async kill(graceMs: number): Promise<void> {
    this.#leaving.abort();
    await this.#instance?.stop(graceMs);
    await this.#over();
  }

  async #over(): Promise<void> {
    await this.#work;
    await Promise.all(this.#stops);
  }

  /** Brings an instance up. Throws what kept it from becoming healthy. */
  async #fill(): Promise<Instance> {
    const { endpointName, variant, onChange } = this.#options;
    const instance = new Instance(this.#context, endpointName, variant, onChange);
    this.#instance = instance;
    try {
      await instance.bringUp();
      this.#everHealthy = true;
      return instance;
    } catch (error) {
      this.#clear(instance, error);
      throw error;
    } finally {
      onChange();
    }
  }

  async #keepFilled(first: Promise<Instance>): Promise<void> {
    const gone = this.#leaving.signal;
    for (let filled = first; ; filled = this.#fill()) {
      await this.#serve(filled);
      if (!this.#everHealthy && !this.#options.persistent) return;
      if (gone.aborted) return;
      const { shortestReplacementPauseMs, longestReplacementPauseMs } = this.#context.timings;
      const pauseMs = pauseAfter(this.#failures, shortestReplacementPauseMs, longestReplacementPauseMs);
      this.#context.log.warn('instance replaced', { ...this.#names, pauseMs, reason: this.#problem });
      await delay(pauseMs, undefined, { signal: gone }).catch(() => undefined);
      if (gone.aborted) return;
    }
  }

  /** Resolves when the instance has ended, whether it was ever healthy or not. */
  async #serve(filled: Promise<Instance>): Promise<void> {
    const instance = await filled.catch(() => undefined);
    if (!instance) {
      this.#failures += 1;
      return;
    }
    const since = performance.now();
    const why = await instance.ended();
    const { variantName } = this.#options.variant;
    const stable = performance.now() - since >= this.#context.timings.stableAfterMs;
    this.#failures = stable ? 1 : this.#failures + 1;
    this.#clear(instance, new InstanceFailure(failedPingReason(variantName, why, instance.recentOutput())));
    this.#options.onChange();
  }

  #clear(instance: Instance, error: unknown): void {
    if (!this.#leaving.signal.aborted) this.#problem = error instanceof Error ? error.message : String(error);
    const stop = instance.stop(this.#context.timings.stopGraceMs).finally(() => this.#stops.delete(stop));
    this.#stops.add(stop);
  }

  get #names(): { endpoint: string; variant: string } {
    return { endpoint: this.#options.endpointName, variant: this.#options.variant.variantName };
  }
}
