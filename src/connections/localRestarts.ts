/** What to do when the local service ended unasked. */
export type AfterEnd =
  | { readonly kind: 'restart'; readonly afterMs: number }
  | { readonly kind: 'giveUp'; readonly endsInWindow: number };

/** Milliseconds over which unasked ends are counted. */
export const RESTART_WINDOW_MS = 60_000;

const RESTART_DELAYS_MS = [0, 1_000] as const;

/**
 * Decides whether the local service is started again: at once, then after a second; the third end within a minute is the last.
 * @param ends when it ended unasked, in milliseconds, the latest one included
 */
export function afterEnd(ends: readonly number[], now: number): AfterEnd {
  const recent = endsInWindow(ends, now).length;
  const afterMs = RESTART_DELAYS_MS[Math.max(recent, 1) - 1];
  return afterMs === undefined ? { kind: 'giveUp', endsInWindow: recent } : { kind: 'restart', afterMs };
}

/** The ends that still count. */
export function endsInWindow(ends: readonly number[], now: number): readonly number[] {
  return ends.filter((end) => now - end < RESTART_WINDOW_MS);
}
