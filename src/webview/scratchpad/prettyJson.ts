/** Characters of a line that short arrays and objects may fill. */
const WIDTH = 80;
const INDENT = '  ';

/**
 * JSON with line breaks and indentation. Every string and number stays as it was written: 1.0, 1e400 and 12345678901234567890 would
 * not outlive parsing.
 * @returns undefined where the text is no JSON
 */
export function prettyJson(text: string): string | undefined {
  const value = parse(text);
  return value && lines(value, '', isLeaf(value) && value.open === '[').join('\n');
}

/** JSON Lines, each value made readable; lines that are no JSON stay as they are. */
export function prettyJsonLines(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const value = parse(line);
      return value ? lines(value, '', true).join('\n') : line;
    })
    .join('\n');
}

type Value = { readonly kind: 'scalar'; readonly text: string } | Container;

interface Container {
  readonly kind: 'container';
  readonly open: '{' | '[';
  readonly items: Item[];
}

interface Item {
  /** With its colon; empty in arrays. */
  readonly key: string;
  readonly value: Value;
}

function parse(text: string): Value | undefined {
  try {
    JSON.parse(text);
    return new Reader(text).value();
  } catch {
    return undefined;
  }
}

/** Reads text that is known to be JSON. */
class Reader {
  private readonly tokens: readonly string[];
  private next = 0;

  constructor(text: string) {
    this.tokens = text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/gsu) ?? [];
  }

  value(): Value {
    const token = this.take();
    if (token !== '{' && token !== '[') return { kind: 'scalar', text: token };
    const items: Item[] = [];
    while (!this.closes()) items.push(this.item(token));
    this.take();
    return { kind: 'container', open: token, items };
  }

  private item(open: '{' | '['): Item {
    let key = '';
    if (open === '{') {
      key = `${this.take()}: `;
      this.take();
    }
    const item = { key, value: this.value() };
    if (this.tokens[this.next] === ',') this.next++;
    return item;
  }

  private closes(): boolean {
    const token = this.tokens[this.next];
    return token === '}' || token === ']' || token === undefined;
  }

  private take(): string {
    return this.tokens[this.next++] ?? '';
  }
}

/** A value's lines; the first one without indentation, for it may follow a key. */
function lines(value: Value, indent: string, mayShare: boolean): string[] {
  if (value.kind === 'scalar') return [value.text];
  if (value.items.length === 0) return [plainText(value)];
  const line = mayShare ? oneLine(value, WIDTH - indent.length) : undefined;
  if (line !== undefined) return [line];
  const inner = indent + INDENT;
  const content = isLeaf(value) && value.open === '[' ? filled(value, inner) : eachOnItsOwn(value, inner);
  return [value.open, ...content, indent + (value.open === '{' ? '}' : ']')];
}

function eachOnItsOwn({ items }: Container, indent: string): string[] {
  return items.flatMap(({ key, value }, index) => {
    const [first = '', ...rest] = lines(value, indent, true);
    const all = [indent + key + first, ...rest];
    if (index < items.length - 1) all.push(`${all.pop()},`);
    return all;
  });
}

/** Values without inner structure, as many on a line as fit. */
function filled({ items }: Container, indent: string): string[] {
  const content: string[] = [];
  let line = '';
  items.forEach(({ value }, index) => {
    const text = plainText(value) + (index < items.length - 1 ? ',' : '');
    if (line !== '' && indent.length + line.length + 1 + text.length > WIDTH) {
      content.push(indent + line);
      line = '';
    }
    line += line === '' ? text : ` ${text}`;
  });
  return [...content, indent + line];
}

/** Only values without inner structure share a line. */
function oneLine(value: Container, width: number): string | undefined {
  if (!isLeaf(value) || value.items.length > width) return undefined;
  const content = value.items.map(({ key, value: inner }) => key + plainText(inner)).join(', ');
  const line = value.open === '{' ? `{ ${content} }` : `[${content}]`;
  return line.length <= width ? line : undefined;
}

/** The text of a scalar, or of an array or object that is empty. */
function plainText(value: Value): string {
  if (value.kind === 'scalar') return value.text;
  return value.open === '{' ? '{}' : '[]';
}

function isLeaf(value: Value): value is Container {
  return (
    value.kind === 'container' &&
    value.items.every(({ value: inner }) => inner.kind === 'scalar' || inner.items.length === 0)
  );
}
