import { acceptedTypes, mediaType } from './contentTypes.ts';
import type { Handlers, ModelDescription, RequestInfo } from './handlers.ts';
import { parseJsonBody } from './json.ts';
import { RequestProblem } from './problem.ts';
import { nestedOfTensor, type TensorDescription, type TensorValue, tensorOfNested } from './tensors.ts';

const json = 'application/json';
const csv = 'text/csv';

/** JSON or CSV to tensors and back, for models that bring no code of their own. */
export function defaultHandlers(model: ModelDescription): Handlers {
  return {
    input: (body, contentType) => feedsOf(new TextDecoder().decode(body), contentType, model.inputs),
    output: (results, accept, request) => responseOf(results, accept, request),
  };
}

function feedsOf(
  text: string,
  contentType: string | undefined,
  inputs: readonly TensorDescription[],
): Record<string, TensorValue> {
  const type = bodyType(contentType);
  if (type === json) return feedsOfJson(parseJsonBody(text), inputs);
  if (type === csv) return feedsOfCsv(text, inputs);
  throw new RequestProblem(415, `Content type ${contentType} is not supported. Send one of: ${json}, ${csv}.`);
}

/** Clients that are not told a content type send none, or application/octet-stream. */
function bodyType(contentType: string | undefined): string {
  const type = mediaType(contentType);
  return type === '' || type === 'application/octet-stream' ? json : type;
}

function feedsOfJson(value: unknown, inputs: readonly TensorDescription[]): Record<string, TensorValue> {
  if (hasMember(value, 'inputs')) return feedsByName(value.inputs, inputs);
  const nested = hasMember(value, 'instances') ? value.instances : value;
  const [only, ...others] = inputs;
  if (!only || others.length > 0 || (typeof nested === 'object' && !Array.isArray(nested))) {
    throw new RequestProblem(400, `The body gives no inputs by name. Send ${exampleOf(inputs)}.`);
  }
  return { [only.name]: tensorOfNested(nested, only) };
}

function feedsByName(given: unknown, inputs: readonly TensorDescription[]): Record<string, TensorValue> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new RequestProblem(400, `"inputs" is not an object of inputs by name. Send ${exampleOf(inputs)}.`);
  }
  const known = new Set(inputs.map((input) => input.name));
  const unknown = Object.keys(given).find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new RequestProblem(400, `The model has no input "${unknown}". It has: ${[...known].join(', ')}.`);
  }
  const feeds = inputs.map((input) => {
    if (hasMember(given, input.name)) return [input.name, tensorOfNested(given[input.name], input)] as const;
    throw new RequestProblem(400, `Input "${input.name}" is missing. Send ${exampleOf(inputs)}.`);
  });
  return Object.fromEntries(feeds);
}

function exampleOf(inputs: readonly TensorDescription[]): string {
  const members = inputs.map(({ name, type, shape }) => `"${name}": ${type} of shape [${shape.join(', ')}]`);
  return `{"inputs": {${members.join(', ')}}} with nested arrays`;
}

function feedsOfCsv(text: string, inputs: readonly TensorDescription[]): Record<string, TensorValue> {
  const [only, ...others] = inputs;
  const fits = only && others.length === 0 && only.type.startsWith('float') && [0, 2].includes(only.shape.length);
  if (!fits) {
    throw new RequestProblem(
      415,
      `CSV fits only models with one float input of two dimensions. Send ${exampleOf(inputs)}.`,
    );
  }
  const rows = text.split(/\r?\n/).flatMap((row, index) => (row.trim() === '' ? [] : [numbersOf(row, index + 1)]));
  if (rows.length === 0) throw new RequestProblem(400, 'The body holds no CSV row.');
  return { [only.name]: tensorOfNested(rows, only) };
}

function numbersOf(row: string, line: number): number[] {
  return row.split(',').map((field, index) => {
    const number = field.trim() === '' ? Number.NaN : Number(field);
    if (!Number.isNaN(number)) return number;
    throw new RequestProblem(
      400,
      `Line ${line}, field ${index + 1} is not a number: "${field.trim()}". CSV has no header here.`,
    );
  });
}

function responseOf(
  results: Readonly<Record<string, TensorValue>>,
  accept: string | undefined,
  request: RequestInfo,
): { body: string; contentType: string } {
  for (const type of acceptedTypes(accept)) {
    const preferCsv = type === csv || (type === '*/*' && bodyType(request.contentType) === csv);
    const table = preferCsv ? csvOf(results) : undefined;
    if (table !== undefined) return { body: table, contentType: csv };
    if (type === json || type.includes('*')) return { body: jsonOf(results), contentType: json };
  }
  throw new RequestProblem(
    406,
    `No response in ${accept} can be given. Accept ${json}, or ${csv} for one output of up to two dimensions.`,
  );
}

function jsonOf(results: Readonly<Record<string, TensorValue>>): string {
  const outputs = Object.entries(results).map(([name, tensor]) => [name, nestedOfTensor(tensor)] as const);
  return JSON.stringify({ outputs: Object.fromEntries(outputs) });
}

function csvOf(results: Readonly<Record<string, TensorValue>>): string | undefined {
  const [only, ...others] = Object.values(results);
  if (!only || others.length > 0 || only.dims.length > 2) return undefined;
  const nested = nestedOfTensor(only);
  const rows = Array.isArray(nested) ? nested : [nested];
  return rows.map((row) => `${Array.isArray(row) ? row.join(',') : row}\n`).join('');
}

function hasMember<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}
