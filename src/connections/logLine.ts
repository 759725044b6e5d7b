/** A line of the local service's log as the log channel takes it, which adds a time of its own. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

const STRUCTURED = /^\S+T\S+Z (info|warn|error) (.*)$/s;

/** Reads a line such as `2026-08-07T10:00:00.000Z warn instance-ended code=1`; anything else is information. */
export function logLine(line: string): LogLine {
  const [, level, text] = STRUCTURED.exec(line) ?? [];
  if ((level === 'info' || level === 'warn' || level === 'error') && text !== undefined) return { level, text };
  return { level: 'info', text: line };
}
