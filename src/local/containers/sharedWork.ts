/** Runs one piece of work a key, however many callers ask for it while it is under way. */
export class SharedWork<Result> {
  readonly #running = new Map<string, Job<Result>>();

  /**
   * The result of `work`, joined if it runs already. The work is aborted only when every caller has given up.
   * @param signal gives up waiting
   */
  async run(key: string, work: (signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    const job = this.#running.get(key) ?? this.#begin(key, work);
    const settled = new AbortController();
    job.waiting += 1;
    try {
      return await (signal ? Promise.race([job.result, aborted(signal, settled.signal)]) : job.result);
    } finally {
      settled.abort();
      job.waiting -= 1;
      if (job.waiting === 0) this.#end(key, job);
    }
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<Result>): Job<Result> {
    const controller = new AbortController();
    const job: Job<Result> = { controller, result: work(controller.signal), waiting: 0 };
    // Whoever waits sees the failure; with nobody left to wait it is of no interest.
    job.result.catch(() => undefined);
    this.#running.set(key, job);
    return job;
  }

  #end(key: string, job: Job<Result>): void {
    job.controller.abort();
    if (this.#running.get(key) === job) this.#running.delete(key);
  }
}

interface Job<Result> {
  readonly controller: AbortController;
  readonly result: Promise<Result>;
  waiting: number;
}

/** Rejects when `signal` aborts, unless `noLonger` did before. */
function aborted(signal: AbortSignal, noLonger: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: noLonger });
  });
}
