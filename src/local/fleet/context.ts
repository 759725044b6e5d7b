import type { ContainerRuntime } from '../containers/container.ts';
import type { Log } from '../log.ts';
import type { StartSlots } from './startSlots.ts';
import type { FleetTimings } from './timings.ts';

/** What every part of a fleet works with. */
export interface FleetContext {
  readonly runtime: ContainerRuntime;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The time of records, in milliseconds since 1970. */
  readonly now: () => number;
  /** The service's data folder: instances live in `instances/ID`, their output goes to `logs/ENDPOINT/VARIANT`. */
  readonly directory: string;
  readonly log: Log;
  /** Whose log groups errors name. */
  readonly identity: { readonly region: string; readonly account: string };
  readonly timings: FleetTimings;
  readonly startSlots: StartSlots;
}
