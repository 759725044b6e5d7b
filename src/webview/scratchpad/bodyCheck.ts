import { jsonLanguage } from '@codemirror/lang-json';
import { textFormat } from '../../hosting/contentTypes.ts';

/** A place in a body that its content type does not allow. */
export interface BodyProblem {
  /** Offset of the character in the body. */
  readonly position: number;
  readonly message: string;
}

/** Characters of the body that a message quotes. */
const QUOTED = 20;

/** The first place where a body is not what its content type says; undefined where it is, or nothing is known of the type. */
export function bodyProblem(text: string, contentType: string): BodyProblem | undefined {
  switch (textFormat(contentType)) {
    case 'json':
      return text.trim() === '' ? undefined : jsonProblem(text, 0);
    case 'jsonLines':
      return jsonLinesProblem(text);
    default:
      return undefined;
  }
}

/** The line of a position, counted from 1. */
export function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

function jsonLinesProblem(text: string): BodyProblem | undefined {
  let start = 0;
  for (const line of text.split('\n')) {
    const problem = line.trim() === '' ? undefined : jsonProblem(line, start);
    if (problem) return problem;
    start += line.length + 1;
  }
  return undefined;
}

function jsonProblem(text: string, start: number): BodyProblem | undefined {
  if (isJson(text)) return undefined;
  const position = firstError(text);
  const rest = text.slice(position).trimStart().split('\n')[0] ?? '';
  const quoted = rest.length > QUOTED ? `${rest.slice(0, QUOTED)}…` : rest;
  return {
    position: start + position,
    message: quoted === '' ? 'Not valid JSON: the text ends too early.' : `Not valid JSON from here on: ${quoted}`,
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the grammar first fails; the beginning where only JSON.parse sees what is wrong. */
function firstError(text: string): number {
  let position: number | undefined;
  jsonLanguage.parser.parse(text).iterate({
    enter: ({ type, from }) => {
      if (type.isError) position ??= from;
      return position === undefined;
    },
  });
  return position ?? 0;
}
