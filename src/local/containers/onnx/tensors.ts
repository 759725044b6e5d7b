import { RequestProblem } from './problem.ts';

/** What a model says of one of its inputs or outputs. */
export interface TensorDescription {
  readonly name: string;
  /** ONNX Runtime's name of the element type, such as float32. */
  readonly type: string;
  /** A number is a fixed size, a string the name of a free one. Empty also when the model does not say. */
  readonly shape: readonly (number | string)[];
}

type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** The elements of a tensor, row by row. */
type TensorData = NumberArray | BigInt64Array | BigUint64Array | string[];

/** A tensor as ONNX Runtime takes and gives it. */
export interface TensorValue {
  readonly type: string;
  readonly data: TensorData;
  readonly dims: readonly number[];
}

interface ElementType {
  from(elements: readonly unknown[]): TensorData;
  accepts(value: unknown): boolean;
}

const elementTypes: ReadonlyMap<string, ElementType> = new Map<string, ElementType>([
  ['float32', { from: (elements) => Float32Array.from(elements, Number), accepts: isNumber }],
  ['float64', { from: (elements) => Float64Array.from(elements, Number), accepts: isNumber }],
  ['int8', { from: (elements) => Int8Array.from(elements, Number), accepts: integerBetween(-128, 127) }],
  ['uint8', { from: (elements) => Uint8Array.from(elements, Number), accepts: integerBetween(0, 255) }],
  ['int16', { from: (elements) => Int16Array.from(elements, Number), accepts: integerBetween(-32_768, 32_767) }],
  ['uint16', { from: (elements) => Uint16Array.from(elements, Number), accepts: integerBetween(0, 65_535) }],
  [
    'int32',
    { from: (elements) => Int32Array.from(elements, Number), accepts: integerBetween(-(2 ** 31), 2 ** 31 - 1) },
  ],
  ['uint32', { from: (elements) => Uint32Array.from(elements, Number), accepts: integerBetween(0, 2 ** 32 - 1) }],
  ['int64', { from: (elements) => BigInt64Array.from(elements, toBigInt), accepts: bigIntegerOf(64, BigInt.asIntN) }],
  [
    'uint64',
    { from: (elements) => BigUint64Array.from(elements, toBigInt), accepts: bigIntegerOf(64, BigInt.asUintN) },
  ],
  ['bool', { from: (elements) => Uint8Array.from(elements, Number), accepts: (value) => typeof value === 'boolean' }],
  ['string', { from: (elements) => elements.map(String), accepts: (value) => typeof value === 'string' }],
]);

/**
 * A tensor of nested arrays, checked against what the model expects.
 * @throws RequestProblem (400) that names the input, the place, and the expected shape and type
 */
export function tensorOfNested(nested: unknown, input: TensorDescription): TensorValue {
  const elementType = elementTypes.get(input.type);
  if (!elementType) {
    throw new RequestProblem(
      400,
      `Input "${input.name}" is of type ${input.type}, which JSON and CSV can't give: write code/inference.mjs.`,
    );
  }
  const dims = dimsOf(nested);
  checkShape(dims, input);
  const elements: unknown[] = [];
  collect(nested, dims, [], { input, elementType, elements });
  return { type: input.type, data: elementType.from(elements), dims };
}

/** Complains unless a tensor of these dimensions fits the input. */
export function checkShape(dims: readonly number[], input: TensorDescription): void {
  if (input.shape.length === 0) return;
  const fits =
    dims.length === input.shape.length &&
    input.shape.every((size, axis) => typeof size === 'string' || size === dims[axis]);
  if (!fits) throw new RequestProblem(400, `${expectation(input)}, got shape [${dims.join(', ')}].`);
}

/** Nested arrays of a tensor. 64-bit integers that a JSON number can't hold come as strings. */
export function nestedOfTensor({ type, data, dims }: TensorValue): unknown {
  const elements = Array.from<number | bigint | string, unknown>(data, elementReader(type));
  return grouped(elements, dims);
}

function elementReader(type: string): (value: number | bigint | string) => unknown {
  if (type === 'bool') return (value) => value !== 0;
  return (value) => {
    if (typeof value !== 'bigint') return value;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  };
}

function grouped(elements: readonly unknown[], [size, ...inner]: readonly number[]): unknown {
  if (size === undefined) return elements[0];
  const stride = inner.reduce((product, innerSize) => product * innerSize, 1);
  return Array.from({ length: size }, (_, index) =>
    grouped(elements.slice(index * stride, (index + 1) * stride), inner),
  );
}

function dimsOf(nested: unknown): number[] {
  const dims: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0]) dims.push(level.length);
  return dims;
}

interface Collection {
  readonly input: TensorDescription;
  readonly elementType: ElementType;
  readonly elements: unknown[];
}

function collect(value: unknown, dims: readonly number[], place: readonly number[], collection: Collection): void {
  const { input, elementType, elements } = collection;
  const size = dims[place.length];
  if (size === undefined) {
    if (!elementType.accepts(value)) {
      throw new RequestProblem(400, `${expectation(input)}, got ${excerpt(value)} at [${place.join(', ')}].`);
    }
    elements.push(value);
    return;
  }
  if (!Array.isArray(value) || value.length !== size) {
    const found = Array.isArray(value) ? `${value.length} elements` : excerpt(value);
    throw new RequestProblem(
      400,
      `${expectation(input)}, got ${found} at [${place.join(', ')}] where the first row has ${size} elements.`,
    );
  }
  for (const [index, element] of value.entries()) collect(element, dims, [...place, index], collection);
}

function expectation(input: TensorDescription): string {
  const shape = input.shape.length === 0 ? 'any shape' : `shape [${input.shape.join(', ')}]`;
  return `Input "${input.name}": expected ${input.type} of ${shape}`;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function integerBetween(least: number, most: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function bigIntegerOf(bits: number, wrap: (bits: number, value: bigint) => bigint): (value: unknown) => boolean {
  return (value) => {
    const isInteger = Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
    return isInteger && wrap(bits, toBigInt(value)) === toBigInt(value);
  };
}

function toBigInt(value: unknown): bigint {
  return BigInt(value as number | string);
}
