import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits.
 * @param wait milliseconds
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function pause(wait: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(wait, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
