/** How much a line of the log matters. */
type LogLevel = 'info' | 'warn' | 'error';

/** What a line tells beside its event: short values, never a secret or a body. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes structured lines such as `2026-08-07T10:00:00.000Z info ready url=http://127.0.0.1:4000`. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const MAX_FIELD_LENGTH = 400;

/** A log that writes each line, with its line end, to `write`. */
export function createLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) =>
      write(`${now().toISOString()} ${level} ${event}${formatFields(fields)}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** What can be told of anything thrown: its message and those of its causes. */
export function describeError(error: unknown): string {
  const messages: string[] = [];
  for (let current: unknown = error; current !== undefined && messages.length < 5; ) {
    messages.push(current instanceof Error ? current.message : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return messages.join(': ');
}

function formatFields(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${formatValue(String(value))}`)
    .join('');
}

/** Quotes what has spaces or control characters, so that a value can't forge a line. */
function formatValue(value: string): string {
  const shown = value.length > MAX_FIELD_LENGTH ? `${value.slice(0, MAX_FIELD_LENGTH)}…` : value;
  return /^[\w.:/@+,%=-]+$/u.test(shown) ? shown : JSON.stringify(shown);
}
