import { containerContract } from '../../api/containerContract.ts';
import { INVOCATION_TIMEOUT_MS } from '../../api/runtime.ts';

/** How long a fleet waits for what. All in milliseconds, but for the number of pings. */
export interface FleetTimings {
  readonly pingTimeoutMs: number;
  /** Between the pings of an instance that is starting: the first pause and the longest. */
  readonly shortestPingPauseMs: number;
  readonly longestPingPauseMs: number;
  /** Between the pings of an instance that is healthy and idle. */
  readonly healthCheckPauseMs: number;
  /** Pings that must fail in a row until a healthy instance is replaced. */
  readonly failedPingsUntilReplaced: number;
  /** Before an instance that ended is replaced: the first pause and the longest. */
  readonly shortestReplacementPauseMs: number;
  readonly longestReplacementPauseMs: number;
  /** An instance that was healthy this long ends a row of failures. */
  readonly stableAfterMs: number;
  /** How long an instance that starts keeps others from starting. */
  readonly startSlotMs: number;
  /** How long an invocation waits for a healthy instance; the latter while the service brings its endpoints back. */
  readonly instanceWaitMs: number;
  readonly recoveryWaitMs: number;
  readonly invocationTimeoutMs: number;
  /** From SIGTERM to SIGKILL; the latter when the service itself ends. */
  readonly stopGraceMs: number;
  readonly disposeGraceMs: number;
}

/** What SageMaker promises where it promises something. */
export const defaultTimings: FleetTimings = {
  pingTimeoutMs: containerContract.pingTimeoutMs,
  shortestPingPauseMs: 50,
  longestPingPauseMs: 1_000,
  healthCheckPauseMs: 5_000,
  failedPingsUntilReplaced: 3,
  shortestReplacementPauseMs: 1_000,
  longestReplacementPauseMs: 30_000,
  stableAfterMs: 60_000,
  startSlotMs: 10_000,
  instanceWaitMs: 10_000,
  recoveryWaitMs: 60_000,
  invocationTimeoutMs: INVOCATION_TIMEOUT_MS,
  stopGraceMs: containerContract.stopGraceMs,
  disposeGraceMs: 5_000,
};

/** The pause after so many failures in a row (from 1 on): twice the one before, up to the longest. */
export function pauseAfter(failures: number, shortestMs: number, longestMs: number): number {
  return Math.min(longestMs, shortestMs * 2 ** Math.max(0, failures - 1));
}
