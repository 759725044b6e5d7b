/** Those who wait for something to change. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  /** Lets everyone who waits now look again. */
  wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resume of waiting) resume();
  }

  /**
   * Resolves at the next change, or when the time is over.
   * @throws the signal's reason when it is aborted first
   */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(resume);
        signal.removeEventListener('abort', leave);
      };
      const resume = (): void => {
        end();
        resolve();
      };
      const leave = (): void => {
        end();
        reject(signal.reason);
      };
      const timer = setTimeout(resume, timeoutMs);
      this.#waiting.add(resume);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
