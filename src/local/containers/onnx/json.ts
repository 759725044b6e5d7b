import { RequestProblem } from './problem.ts';

/** Where and why a text is not JSON; line and column count from 1. */
interface JsonProblem {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/**
 * Parses the body of a request.
 * @throws RequestProblem (400) that names the place of the first mistake
 */
export function parseJsonBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RequestProblem(400, describe(findJsonProblem(text)), { cause });
  }
}

/** Parses nothing, but says what `JSON.parse` would stumble over, in a body of one JSON value or of one a line. */
export function jsonBodyProblem(text: string, isJsonLines: boolean): string | undefined {
  if (!isJsonLines) {
    const problem = findJsonProblem(text);
    return problem && describe(problem);
  }
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const problem = line.trim() === '' ? undefined : findJsonProblem(line);
    if (problem) return describe({ ...problem, line: index + 1 });
  }
  return undefined;
}

function describe(problem: JsonProblem | undefined): string {
  if (!problem) return 'The body is not valid JSON.';
  return `The body is not valid JSON at line ${problem.line} column ${problem.column}: ${problem.reason}.`;
}

/** What may stand at a place of a JSON text. */
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end';

const names: Record<Expected, string> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a member name in double quotes',
  'key or }': 'a member name in double quotes or "}"',
  ':': '":" after the member name',
  ', or ]': '"," or "]"',
  ', or }': '"," or "}"',
  end: 'the end of the body',
};

const whitespace = /[ \t\r\n]*/y;
const token =
  /[{}[\],:]|"[ !#-[\]-\u{10ffff}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\u{10ffff}]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy;

/** The first mistake of a text that should be JSON; undefined if there is none. */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let position = skip(text, 0);
  while (position < text.length) {
    token.lastIndex = position;
    const found: string | undefined = token.exec(text)?.[0];
    if (found === undefined) return problemAt(text, position, expected, foundAt(text, position));
    const next: Expected | undefined = after(expected, found, open);
    if (next === undefined) return problemAt(text, position, expected, excerpt(found));
    expected = next;
    position = skip(text, position + found.length);
  }
  return expected === 'end' ? undefined : problemAt(text, position, expected, 'the end');
}

/** What may follow a token; undefined if it may not stand where it does. Keeps `open` up to date. */
function after(expected: Expected, found: string, open: ('{' | '[')[]): Expected | undefined {
  switch (expected) {
    case 'value':
      return afterValue(found, open);
    case 'value or ]':
      return found === ']' ? afterClosing(open) : afterValue(found, open);
    case 'key or }':
      return found === '}' ? afterClosing(open) : afterKey(found);
    case 'key':
      return afterKey(found);
    case ':':
      return found === ':' ? 'value' : undefined;
    case ', or ]':
      return found === ']' ? afterClosing(open) : afterComma(found, 'value');
    case ', or }':
      return found === '}' ? afterClosing(open) : afterComma(found, 'key');
    case 'end':
      return undefined;
  }
}

function afterValue(found: string, open: ('{' | '[')[]): Expected | undefined {
  if (found === '{' || found === '[') {
    open.push(found);
    return found === '{' ? 'key or }' : 'value or ]';
  }
  return /^[}\],:]/.test(found) ? undefined : inside(open);
}

function afterClosing(open: ('{' | '[')[]): Expected {
  open.pop();
  return inside(open);
}

function afterKey(found: string): Expected | undefined {
  return found.startsWith('"') ? ':' : undefined;
}

function afterComma(found: string, next: Expected): Expected | undefined {
  return found === ',' ? next : undefined;
}

function inside(open: readonly ('{' | '[')[]): Expected {
  const innermost = open.at(-1);
  if (innermost === undefined) return 'end';
  return innermost === '{' ? ', or }' : ', or ]';
}

function skip(text: string, position: number): number {
  whitespace.lastIndex = position;
  return position + (whitespace.exec(text)?.[0].length ?? 0);
}

function problemAt(text: string, position: number, expected: Expected, found: string): JsonProblem {
  const before = text.slice(0, position).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { line, column, reason: `expected ${names[expected]}, found ${found}` };
}

/** What stands where no token begins. */
function foundAt(text: string, position: number): string {
  if (text[position] === '"') return 'a string that is not closed or holds an invalid character';
  const word = /[\p{L}\p{N}_.+-]+/uy;
  word.lastIndex = position;
  return excerpt(word.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(position) ?? 0));
}

function excerpt(found: string): string {
  const plain = found.replace(/^"|"$/g, '');
  return JSON.stringify(plain.length > 20 ? `${plain.slice(0, 20)}…` : plain);
}
