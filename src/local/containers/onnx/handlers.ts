import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultHandlers } from './defaultHandlers.ts';
import { messageOf } from './problem.ts';
import type { TensorDescription, TensorValue } from './tensors.ts';

/** What handlers are told of a request besides its body. */
export interface RequestInfo {
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  /** The header X-Amzn-SageMaker-Custom-Attributes. */
  readonly customAttributes: string | undefined;
}

/** Turns requests into the model's inputs, and its outputs into responses. Either function may be asynchronous. */
export interface Handlers {
  /**
   * What the model is fed, by name of input: `{ data, dims, type? }` or nested arrays.
   * An error thrown here is the caller's fault (400) unless its member `statusCode` says otherwise.
   */
  input(body: Uint8Array, contentType: string | undefined, request: RequestInfo): unknown;
  /**
   * The response: a string, bytes, `{ body, contentType?, customAttributes? }`, or any other value to be written as JSON.
   * An error thrown here is the model's fault (500) unless its member `statusCode` says otherwise.
   */
  output(results: Readonly<Record<string, TensorValue>>, accept: string | undefined, request: RequestInfo): unknown;
}

/** What the handlers of a model are to know of it. */
export interface ModelDescription {
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
}

/**
 * The artifact's own code/inference.mjs, completed by the default handlers.
 * @throws Error when it can't be loaded or exports something else under these names
 */
export async function loadHandlers(modelDirectory: string, model: ModelDescription): Promise<Handlers> {
  const defaults = defaultHandlers(model);
  const file = join(modelDirectory, 'code', 'inference.mjs');
  if (!(await exists(file))) return defaults;
  const exported = await importHandlers(file);
  return {
    input: exported.input ?? defaults.input,
    output: exported.output ?? defaults.output,
  };
}

async function importHandlers(file: string): Promise<Partial<Handlers>> {
  let exported: Record<string, unknown>;
  try {
    exported = await import(pathToFileURL(file).href);
  } catch (cause) {
    throw new Error(`code/inference.mjs can't be loaded: ${messageOf(cause)}`, { cause });
  }
  for (const name of ['input', 'output']) {
    const value = exported[name];
    if (value !== undefined && typeof value !== 'function') {
      throw new Error(`code/inference.mjs exports "${name}", which is not a function.`);
    }
  }
  return exported as Partial<Handlers>;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
