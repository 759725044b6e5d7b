// Tells the language of a text: turns requests into the model's input, and its output into responses.
import { readFileSync } from 'node:fs';

/** @type {string[]} ISO 639-3 codes, in the order of the model's output */
const languages = dataFile('languages.json');
/** @type {{ unigrams: string[], bigrams: string[], trigrams: string[], quadgrams: string[] }} */
const ngrams = dataFile('ngrams.json');
const vocabularies = [ngrams.unigrams, ngrams.bigrams, ngrams.trigrams, ngrams.quadgrams];
const inputSize = vocabularies.flat().length;

/** How texts are read from a body and results written to one, by content type. */
const formats = new Map([
  ['application/json', { read: textsOfJson, write: jsonOfResults }],
  ['application/jsonlines', { read: textsOfJsonLines, write: (results) => lines(results, JSON.stringify) }],
  [
    'text/csv',
    { read: textsOfCsv, write: (results) => lines(results, (result) => `${result.language},${result.confidence}`) },
  ],
  ['text/plain', { read: (body) => [body], write: (results) => lines(results, (result) => result.language) }],
]);
const supported = [...formats.keys()].join(', ');

/**
 * What the model is fed for a request.
 * @param {Uint8Array} body
 * @param {string | undefined} contentType without one, the body is taken for JSON
 */
export function input(body, contentType) {
  const format = formats.get(formatName(contentType));
  if (!format) throw problem(415, `Content type ${contentType} is not supported. Send one of: ${supported}.`);
  const texts = format.read(new TextDecoder().decode(body));
  if (texts.length === 0) throw problem(400, 'The body holds no text.');
  const data = new Float32Array(texts.length * inputSize);
  texts.forEach((text, row) => {
    data.set(ngramFrequencies(text), row * inputSize);
  });
  return { ngrams: { data, dims: [texts.length, inputSize] } };
}

/**
 * The body of the response.
 * @param {{ probabilities: { data: Float32Array, dims: readonly number[] } }} results
 * @param {string | undefined} accept
 * @param {{ contentType?: string }} request answered in its own format unless `accept` asks for another one
 */
export function output(results, accept, request) {
  const contentType = acceptedFormat(accept, formatName(request.contentType));
  if (!contentType) throw problem(406, `No response in ${accept} can be given. Accept one of: ${supported}.`);
  const { data, dims } = results.probabilities;
  const rows = Array.from({ length: dims[0] }, (_, row) =>
    data.slice(row * languages.length, (row + 1) * languages.length),
  );
  return { body: formats.get(contentType).write(rows.map(verdict)), contentType };
}

/** The most probable languages of a text, best first. */
function verdict(probabilities) {
  const ranking = languages
    .map((language, index) => ({
      language,
      confidence: Number(probabilities[index].toFixed(4)),
      probability: probabilities[index],
    }))
    .sort((a, b) => b.probability - a.probability)
    .map(({ language, confidence }) => ({ language, confidence }));
  return { ...ranking[0], alternatives: ranking.slice(1, 4) };
}

/** How often each n-gram of the vocabularies occurs in a text: 620 frequencies, normalised as the network was trained. */
function ngramFrequencies(text) {
  const letters = text
    .replace(/-+/g, ' ')
    .replace(/[^\p{L}\p{M}\s]/gu, '')
    .replace(/\s{2,}/g, ' ')
    .toLowerCase()
    .trim();
  return vocabularies.flatMap((vocabulary, index) => frequencies(` ${letters} `, index + 1, vocabulary));
}

function frequencies(text, length, vocabulary) {
  const total = Math.max(0, text.length - length + 1);
  const counts = new Map();
  for (let start = 0; start < total; start += 1) {
    const ngram = text.slice(start, start + length);
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return vocabulary.map((ngram) => (counts.get(ngram) ?? 0) / Math.max(1, total));
}

function textsOfJson(body) {
  return [textOf(JSON.parse(body), 'The body')];
}

function textsOfJsonLines(body) {
  return body
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [textOf(JSON.parse(line), `Line ${index + 1}`)]));
}

function textOf(request, place) {
  if (typeof request !== 'object' || request === null || Array.isArray(request)) {
    throw problem(400, `${place} is not a JSON object. Send {"text": "…"}.`);
  }
  if (!('text' in request)) throw problem(400, `${place} has no member "text". Send {"text": "…"}.`);
  if (typeof request.text !== 'string')
    throw problem(400, `${place} has a member "text" that is not a string. Send {"text": "…"}.`);
  return request.text;
}

/** One text a line, no header; a text with a comma, a quote or a line break stands in double quotes. */
function textsOfCsv(body) {
  const row = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(\r?\n|$)/y;
  const texts = [];
  while (row.lastIndex < body.length) {
    const start = row.lastIndex;
    const match = row.exec(body);
    if (!match) {
      const line = body.slice(0, start).split('\n').length;
      throw problem(
        400,
        `Line ${line} is not one CSV field. Send one text a line, in double quotes if it holds a comma or a quote.`,
      );
    }
    const text = match[1]?.replaceAll('""', '"') ?? match[2];
    if (text !== '') texts.push(text);
  }
  return texts;
}

function jsonOfResults(results) {
  return JSON.stringify(results.length === 1 ? results[0] : results);
}

function acceptedFormat(accept, requestFormat) {
  for (const range of (accept || '*/*').split(',')) {
    const [name] = range.trim().toLowerCase().split(';');
    if (name === '*/*') return requestFormat;
    if (formats.has(name)) return name;
  }
  return undefined;
}

/** Clients that are not told a content type send none, or application/octet-stream. */
function formatName(contentType) {
  const name = (contentType ?? '').split(';')[0].trim().toLowerCase();
  return name === '' || name === 'application/octet-stream' ? 'application/json' : name;
}

/** An error that becomes the response, with its status. */
function problem(statusCode, message) {
  return Object.assign(new Error(message), { statusCode });
}

function lines(results, line) {
  return results.map((result) => `${line(result)}\n`).join('');
}

function dataFile(name) {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
}
