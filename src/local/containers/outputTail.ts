import { StringDecoder } from 'node:string_decoder';

const maximumLines = 200;

/** Characters after which a line is cut, so that a program can't fill the memory with one. */
const maximumLineLength = 8_192;

/** Keeps the last lines that a program wrote. */
export class OutputTail {
  readonly #lines: string[] = [];
  readonly #onLine: ((line: string) => void) | undefined;

  constructor(onLine?: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes in one of the program's streams. */
  read(stream: NodeJS.ReadableStream): void {
    const splitter = new LineSplitter((line) => this.#add(line));
    stream.on('data', (chunk: Buffer) => splitter.write(chunk));
    stream.on('end', () => splitter.end());
  }

  /** Oldest first. */
  lines(): readonly string[] {
    return [...this.#lines];
  }

  #add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > maximumLines) this.#lines.shift();
    this.#onLine?.(line);
  }
}

/** Cuts a stream of bytes into lines; an endless line comes in pieces. */
class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split(/\r?\n/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#emit(line);
    while (this.#rest.length > maximumLineLength) {
      this.#onLine(this.#rest.slice(0, maximumLineLength));
      this.#rest = this.#rest.slice(maximumLineLength);
    }
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#emit(rest);
  }

  #emit(line: string): void {
    for (let start = 0; start === 0 || start < line.length; start += maximumLineLength) {
      this.#onLine(line.slice(start, start + maximumLineLength));
    }
  }
}
