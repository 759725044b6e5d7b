import type { Clock } from './clock.ts';
import type { RecordFolder } from './recordFolder.ts';
import type { ResourceRecord } from './records.ts';

/** All resources of one kind, in memory and in files. A change shows once it is durable. */
export class ResourceStore<T extends ResourceRecord> {
  readonly #folder: RecordFolder<T>;
  readonly #records = new Map<string, T>();

  constructor(folder: RecordFolder<T>) {
    this.#folder = folder;
  }

  /** Reads what the files hold. Later times of the clock lie after every record's. */
  async load(clock: Clock): Promise<void> {
    for (const record of await this.#folder.load()) {
      this.#records.set(record.name, record);
      clock.advanceBeyond(record.creationTime);
    }
  }

  get(name: string): T | undefined {
    return this.#records.get(name);
  }

  all(): readonly T[] {
    return [...this.#records.values()];
  }

  async save(record: T): Promise<void> {
    await this.#folder.save(record);
    this.#records.set(record.name, record);
  }

  async remove(name: string): Promise<void> {
    await this.#folder.remove(name);
    this.#records.delete(name);
  }
}
