/** A record in the order its entries were last set. */
export type BoundedRecord<T> = Readonly<Record<string, T>>;

/** The record with an entry set, without the longest unset ones where it would have more than `most`. */
export function withEntry<T>(record: BoundedRecord<T>, key: string, value: T, most: number): BoundedRecord<T> {
  const others = Object.entries(record).filter(([name]) => name !== key);
  return Object.fromEntries([...others.slice(Math.max(0, others.length + 1 - most)), [key, value]]);
}

/** The record without an entry. */
export function withoutEntry<T>(record: BoundedRecord<T>, key: string): BoundedRecord<T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
