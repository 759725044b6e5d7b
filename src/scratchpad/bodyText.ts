import { type TextFormat, textFormat } from '../hosting/contentTypes.ts';
import type { ResponseBody } from './messages.ts';

/** Most bytes of a body that is shown whole. */
export const SHOWN_BYTES = 1024 * 1024;

/** Most lines of a body that is shown whole. */
export const SHOWN_LINES = 20_000;

/** Bytes of the beginning of a body that is too large to be shown whole. */
const EXCERPT_BYTES = 256 * 1024;

/** Lines of such a beginning. */
const EXCERPT_LINES = 5_000;

/**
 * The text that these bytes are in UTF-8; undefined where they are no text. Encoding it again gives the same bytes, a byte order mark
 * included.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** As much of a response's body as the page is given. */
export function responseBody(bytes: Uint8Array, contentType: string): ResponseBody {
  if (bytes.length === 0) return { kind: 'empty' };
  const text = decodeText(bytes);
  if (text === undefined) return { kind: 'binary' };
  const format = formatOf(text, contentType);
  if (bytes.length <= SHOWN_BYTES && !hasMoreLines(text, SHOWN_LINES)) {
    return { kind: 'text', format, text, complete: true };
  }
  return { kind: 'text', format, text: excerpt(text), complete: false };
}

/** Models answer JSON under all sorts of content types. */
function formatOf(text: string, contentType: string): TextFormat {
  const format = textFormat(contentType);
  return format === 'plain' && isJsonContainer(text) ? 'json' : format;
}

function isJsonContainer(text: string): boolean {
  if (text.length > SHOWN_BYTES || !/^\s*[[{]/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function hasMoreLines(text: string, limit: number): boolean {
  return endOfLine(text, limit) < text.length;
}

/** The first lines, whole ones where they are not too long. */
function excerpt(text: string): string {
  const end = Math.min(endOfLine(text, EXCERPT_LINES), EXCERPT_BYTES);
  const lineEnd = text.lastIndexOf('\n', end - 1) + 1;
  return text.slice(0, lineEnd > 0 ? lineEnd : wholeCharacters(text, end));
}

/** The place after the line break that ends line `count`, or the end of the text. */
function endOfLine(text: string, count: number): number {
  let position = 0;
  for (let line = 0; line < count; line++) {
    const next = text.indexOf('\n', position);
    if (next === -1) return text.length;
    position = next + 1;
  }
  return position;
}

function wholeCharacters(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
