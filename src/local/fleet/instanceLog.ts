import { appendFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Bytes of one log file; then it becomes `….1.log`, and a new one begins. */
const maximumFileBytes = 5 * 1024 * 1024;

/** Characters that may wait to be written; a program that writes faster loses lines. */
const maximumWaiting = 1024 * 1024;

/** Files kept in a variant's folder. */
const maximumFiles = 20;

/** What one instance writes, in a file of bounded size. Writing never fails the instance. */
export class InstanceLog {
  readonly file: string;
  readonly #maximumBytes: number;
  #waiting: string[] = [];
  #waitingLength = 0;
  #lost = 0;
  #bytes = 0;
  #writing: Promise<void> | undefined;

  constructor(file: string, maximumBytes = maximumFileBytes) {
    this.file = file;
    this.#maximumBytes = maximumBytes;
  }

  /** Takes a line; it is on disk a little later. */
  write(line: string): void {
    if (this.#waitingLength > maximumWaiting) {
      this.#lost += 1;
      return;
    }
    this.#take(line);
    this.#writing ??= this.#drain();
  }

  /** Resolves when every line is on disk. */
  async close(): Promise<void> {
    await this.#writing;
  }

  #take(line: string): void {
    const text = `${new Date().toISOString()} ${line}\n`;
    this.#waiting.push(text);
    this.#waitingLength += text.length;
  }

  async #drain(): Promise<void> {
    try {
      if (this.#bytes === 0) await prepare(this.file);
      while (this.#waiting.length > 0) await this.#writeWaiting();
    } catch {
      // A full disk must not end the instance; the lines are lost, its last 200 are in memory.
      this.#waiting = [];
      this.#waitingLength = 0;
    }
    this.#writing = undefined;
  }

  async #writeWaiting(): Promise<void> {
    if (this.#lost > 0) this.#take(`(${this.#lost} lines were written too fast to be kept)`);
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingLength = 0;
    this.#lost = 0;
    await appendFile(this.file, text);
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes < this.#maximumBytes) return;
    await rename(this.file, this.file.replace(/\.log$/, '.1.log'));
    this.#bytes = 0;
  }
}

/** Makes the file's folder, and room in it. */
async function prepare(file: string): Promise<void> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name !== basename(file));
  const dated = await Promise.all(names.map((name) => ageOf(join(folder, name))));
  const oldest = dated.sort((one, other) => other.changed - one.changed).slice(maximumFiles - 1);
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true })));
}

async function ageOf(path: string): Promise<{ path: string; changed: number }> {
  const changed = await stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  );
  return { path, changed };
}
