import { chooseInstance } from '../routing/chooseInstance.ts';
import type { DeployedVariant, Deployment } from '../state/records.ts';
import type { FleetContext } from './context.ts';
import { type Instance, InstanceFailure } from './instance.ts';
import { Seat } from './seat.ts';

/** The instances that serve one deployment, by variant. */
export class Fleet {
  readonly #context: FleetContext;
  readonly #endpointName: string;
  readonly #onChange: () => void;
  readonly #seats = new Map<string, Seat[]>();
  readonly #leaving = new Map<Seat, Promise<void>>();

  /** @param onChange called when an instance has become healthy or has ended */
  constructor(context: FleetContext, endpointName: string, onChange: () => void) {
    this.#context = context;
    this.#endpointName = endpointName;
    this.#onChange = onChange;
  }

  /**
   * Brings up the instances that are missing from a deployment; more than it names stay.
   * @throws InstanceFailure when one of them does not become healthy; they are then gone, those from before remain
   */
  async grow(deployment: Deployment): Promise<void> {
    const added = this.#addMissing(deployment, false);
    try {
      await Promise.all(added.map(({ firstAttempt }) => firstAttempt));
      // One may have ended again while the others were starting.
      const ended = added.find(({ healthy }) => !healthy);
      if (ended) throw new InstanceFailure(ended.problem ?? 'An instance ended while the others were starting.');
    } catch (error) {
      this.#remove(added, (seat) => seat.kill(this.#context.timings.stopGraceMs));
      throw error;
    }
  }

  /**
   * Brings a deployment up that has served before, and does not give up. Resolves when each instance has been tried once;
   * `recovery` tells how it stands.
   */
  async recover(deployment: Deployment): Promise<void> {
    const added = this.#addMissing(deployment, true);
    await Promise.allSettled(added.map(({ firstAttempt }) => firstAttempt));
  }

  /** Lets go of the instances beyond a deployment's counts: the idlest first, and only once they have answered. */
  shrink(deployment: Deployment): void {
    for (const { variantName, instanceCount } of deployment.variants) {
      const seats = [...this.#seatsOf(variantName)].sort(byUse);
      this.#remove(seats.slice(0, Math.max(0, seats.length - instanceCount)), (seat) => seat.retire());
    }
  }

  /** Healthy instances of a variant. */
  healthy(variantName: string): number {
    return this.#seatsOf(variantName).filter(({ healthy }) => healthy).length;
  }

  /** The instance that takes the next invocation; undefined where none is healthy. */
  choose(variantName: string, except: ReadonlySet<Instance>): Instance | undefined {
    const instances = this.#available(variantName).filter((instance) => !except.has(instance));
    return chooseInstance(instances, this.#context.random());
  }

  /** Whether instances that shall come back have not, and what kept them from it. */
  get recovery(): { readonly recovering: boolean; readonly problem?: string } {
    const missing = [...this.#seats.values()].flat().filter(({ everHealthy }) => !everHealthy);
    const problem = missing.find((seat) => seat.problem !== undefined)?.problem;
    return { recovering: missing.length > 0, ...(problem !== undefined && { problem }) };
  }

  /** What was wrong last with the instances of a variant that has none. */
  problem(variantName: string): string | undefined {
    return this.#seatsOf(variantName).find(({ problem }) => problem !== undefined)?.problem;
  }

  /** Lets every instance finish what it has been sent, then stops it. Resolves when nothing is left. */
  async retire(): Promise<void> {
    this.#removeAll((seat) => seat.retire());
    await this.#gone();
  }

  /** Stops every instance at once. Resolves when nothing is left. */
  async kill(graceMs: number): Promise<void> {
    this.#removeAll((seat) => seat.kill(graceMs));
    // Those that were draining do not wait any longer.
    await Promise.all([...this.#leaving.keys()].map((seat) => seat.kill(graceMs)));
    await this.#gone();
  }

  #addMissing(deployment: Deployment, persistent: boolean): Seat[] {
    return deployment.variants.flatMap((variant) => {
      const seats = this.#seatsOf(variant.variantName);
      const missing = Math.max(0, variant.instanceCount - seats.length);
      const added = Array.from({ length: missing }, () => this.#seat(variant, persistent));
      this.#seats.set(variant.variantName, [...seats, ...added]);
      return added;
    });
  }

  #seat(variant: DeployedVariant, persistent: boolean): Seat {
    return new Seat(this.#context, {
      endpointName: this.#endpointName,
      variant,
      persistent,
      onChange: this.#onChange,
    });
  }

  #remove(leaving: readonly Seat[], leave: (seat: Seat) => Promise<void>): void {
    for (const [variantName, seats] of this.#seats) {
      this.#seats.set(
        variantName,
        seats.filter((seat) => !leaving.includes(seat)),
      );
    }
    for (const seat of leaving) {
      this.#leaving.set(
        seat,
        leave(seat).finally(() => this.#leaving.delete(seat)),
      );
    }
  }

  #removeAll(leave: (seat: Seat) => Promise<void>): void {
    this.#remove([...this.#seats.values()].flat(), leave);
  }

  async #gone(): Promise<void> {
    await Promise.all(this.#leaving.values());
  }

  #seatsOf(variantName: string): readonly Seat[] {
    return this.#seats.get(variantName) ?? [];
  }

  #available(variantName: string): Instance[] {
    return this.#seatsOf(variantName)
      .map(({ available }) => available)
      .filter((instance) => instance !== undefined);
  }
}

/** Empty places first, then those with the fewest outstanding invocations. */
function byUse(one: Seat, other: Seat): number {
  return (one.available?.outstanding ?? -1) - (other.available?.outstanding ?? -1);
}
