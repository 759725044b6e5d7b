/** Does something for every item, so many at a time. Rejects with the first error, after which no further item is begun. */
export async function inTurns<T>(turns: number, items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(turns, items.length) }, worker));
}
