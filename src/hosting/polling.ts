/** How often something in transition is looked at. */
export interface Polling {
  /** Milliseconds between two looks once the first, quicker ones are over. */
  readonly intervalMs: number;
}

const FIRST_WAIT_MS = 250;

/** Endless waits in milliseconds: short ones first, because what is quick is often done at once, then the interval. */
export function* polls({ intervalMs }: Polling): Generator<number, never> {
  for (let wait = Math.min(FIRST_WAIT_MS, intervalMs); ; wait = Math.min(wait * 1.5, intervalMs)) yield wait;
}
