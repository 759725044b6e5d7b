import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { describeError, type Log } from '../log.ts';
import { removeDurably, TEMPORARY_SUFFIX, writeDurably } from './durableFile.ts';
import { isRecordFileName, recordFileName } from './fileNames.ts';
import { KeyedQueue } from './keyedQueue.ts';

/** Any record: what its folder files it under is its name. */
export interface NamedRecord {
  readonly name: string;
}

/** A folder with one JSON file a record. Each call resolves once its change is durable; calls for one name keep their order. */
export class RecordFolder<T extends NamedRecord> {
  readonly #path: string;
  readonly #schema: v.GenericSchema<unknown, T>;
  readonly #log: Log;
  readonly #queue = new KeyedQueue();

  constructor(path: string, schema: v.GenericSchema<unknown, T>, log: Log) {
    this.#path = path;
    this.#schema = schema;
    this.#log = log;
  }

  /**
   * Every record, in no order. A damaged file is renamed `….damaged` and logged; leftovers of a crash are removed.
   * @throws Error for a file that can't be read: what it holds may be whole
   */
  async load(): Promise<T[]> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    const records: T[] = [];
    for (const fileName of await readdir(this.#path)) {
      if (fileName.endsWith(TEMPORARY_SUFFIX)) await rm(join(this.#path, fileName), { force: true });
      if (!isRecordFileName(fileName)) continue;
      const record = await this.#read(fileName);
      if (record) records.push(record);
    }
    return records;
  }

  save(record: T): Promise<void> {
    return this.#queue.run(record.name, () => writeDurably(this.#pathOf(record.name), JSON.stringify(record)));
  }

  remove(name: string): Promise<void> {
    return this.#queue.run(name, () => removeDurably(this.#pathOf(name)));
  }

  #pathOf(name: string): string {
    return join(this.#path, recordFileName(name));
  }

  async #read(fileName: string): Promise<T | undefined> {
    const path = join(this.#path, fileName);
    const content = await readFile(path, 'utf8').catch((cause) => {
      throw new Error(`The record ${path} can't be read. Make it readable for the user who runs Local.`, { cause });
    });
    try {
      const record = v.parse(this.#schema, JSON.parse(content));
      if (recordFileName(record.name) !== fileName) throw new Error(`It holds the record of "${record.name}".`);
      return record;
    } catch (error) {
      await rename(path, `${path}.damaged`);
      this.#log.error('damaged record set aside', { file: `${path}.damaged`, reason: describeError(error) });
      return undefined;
    }
  }
}
