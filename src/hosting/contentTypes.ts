/** How a body is written, as far as showing and checking it goes. */
export type TextFormat = 'json' | 'jsonLines' | 'csv' | 'plain';

/** What real-time endpoints are commonly sent and answer with (developer guide, “Common data formats for inference”). */
export const commonContentTypes = [
  'application/json',
  'application/jsonlines',
  'text/csv',
  'text/plain',
  'application/x-npy',
  'application/octet-stream',
] as const;

const byExtension: Readonly<Record<string, string>> = {
  json: 'application/json',
  jsonl: 'application/jsonlines',
  ndjson: 'application/jsonlines',
  csv: 'text/csv',
  txt: 'text/plain',
  libsvm: 'text/libsvm',
  npy: 'application/x-npy',
};

/** The content type that a payload file is sent as, by its name's ending; `application/octet-stream` for endings unknown. */
export function contentTypeOfFile(fileName: string): string {
  const extension = /\.([^./\\]+)$/u.exec(fileName)?.[1]?.toLowerCase() ?? '';
  return byExtension[extension] ?? 'application/octet-stream';
}

/** A content type without its parameters, lower case: `text/csv` of `Text/CSV; charset=utf-8`. */
function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** How a text of this content type is written; `plain` where nothing better is known. */
export function textFormat(contentType: string): TextFormat {
  const type = mediaType(contentType);
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (['application/jsonlines', 'application/x-jsonlines', 'application/x-ndjson'].includes(type)) return 'jsonLines';
  if (type === 'text/csv') return 'csv';
  return 'plain';
}

const extensions: Readonly<Record<TextFormat, string>> = { json: 'json', jsonLines: 'jsonl', csv: 'csv', plain: 'txt' };

/**
 * The ending, without a dot, of a file that holds a body of this content type.
 * @param format of a text; undefined for what is no text
 */
export function fileExtension(contentType: string, format: TextFormat | undefined): string {
  if (format !== undefined) return extensions[format];
  return mediaType(contentType) === 'application/x-npy' ? 'npy' : 'bin';
}
