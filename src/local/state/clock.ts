/** Tells the time in epoch seconds with a millisecond's fraction, never the same twice: creation order is always well-defined. */
export interface Clock {
  now(): number;
  /** Makes sure that every later time lies after this one. */
  advanceBeyond(epochSeconds: number): void;
}

/** A clock that follows the machine's, a millisecond ahead where two readings would coincide. */
export function createClock(readMilliseconds: () => number = Date.now): Clock {
  let last = 0;
  return {
    now() {
      last = Math.max(Math.floor(readMilliseconds()), last + 1);
      return last / 1000;
    },
    advanceBeyond(epochSeconds) {
      last = Math.max(last, Math.round(epochSeconds * 1000));
    },
  };
}
