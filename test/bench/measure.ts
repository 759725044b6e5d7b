/** Latencies of a run, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

/** Runs an action so many times after another, after a tenth of that to warm up, and tells how long one took. */
export async function latenciesOf(runs: number, act: () => Promise<unknown>): Promise<Latencies> {
  for (let run = 0; run < runs / 10; run += 1) await act();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await act();
    times.push(performance.now() - start);
  }
  return latencies(times);
}

/** The median and the 99th percentile. */
export function latencies(times: readonly number[]): Latencies {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}

/** One line of a report. */
export function report(what: string, { p50, p99 }: Latencies): void {
  console.log(`${what.padEnd(48)} p50 ${p50.toFixed(2).padStart(8)} ms   p99 ${p99.toFixed(2).padStart(8)} ms`);
}
