import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as ort from 'onnxruntime-web/wasm';
import type { ModelDescription } from './handlers.ts';
import { messageOf } from './problem.ts';
import type { TensorDescription, TensorValue } from './tensors.ts';

/** A model in memory. */
export interface OnnxModel extends ModelDescription {
  /** @throws Error in ONNX Runtime's words when the feeds do not suit the graph */
  run(feeds: Readonly<Record<string, TensorValue>>): Promise<Record<string, TensorValue>>;
}

/**
 * Loads model.onnx, and the weights that it keeps in files beside it.
 * @param runtimeDirectory the folder with ONNX Runtime's WebAssembly build
 */
export async function loadModel(modelDirectory: string, runtimeDirectory: string): Promise<OnnxModel> {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmBinary = await readFile(join(runtimeDirectory, 'ort-wasm-simd-threaded.wasm'));
  ort.env.logLevel = 'error';
  const session = await createSession(modelDirectory);
  return {
    inputs: session.inputMetadata.map(describe),
    outputs: session.outputMetadata.map(describe),
    run: async (feeds) => valuesOf(await session.run(tensorsOf(feeds))),
  };
}

async function createSession(modelDirectory: string): Promise<ort.InferenceSession> {
  const model = await readFile(join(modelDirectory, 'model.onnx'));
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      externalData: await externalWeights(modelDirectory),
    });
  } catch (cause) {
    throw new Error(`model.onnx can't be loaded: ${messageOf(cause)}`, { cause });
  }
}

/** Exporters keep large weights in a file of their own: PyTorch's in NAME.onnx.data, others in NAME.onnx_data. */
async function externalWeights(modelDirectory: string): Promise<{ path: string; data: Uint8Array }[]> {
  const names = (await readdir(modelDirectory)).filter((name) => /\.onnx[._]data$/.test(name));
  return Promise.all(names.map(async (path) => ({ path, data: await readFile(join(modelDirectory, path)) })));
}

function describe(value: ort.InferenceSession.ValueMetadata): TensorDescription {
  if (!value.isTensor) return { name: value.name, type: 'not a tensor', shape: [] };
  return { name: value.name, type: value.type, shape: value.shape };
}

function tensorsOf(feeds: Readonly<Record<string, TensorValue>>): Record<string, ort.Tensor> {
  const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => {
    return [name, new ort.Tensor(type as ort.Tensor.Type, data as ort.Tensor.DataType, dims)] as const;
  });
  return Object.fromEntries(tensors);
}

function valuesOf(results: ort.InferenceSession.OnnxValueMapType): Record<string, TensorValue> {
  const values = Object.entries(results).map(([name, tensor]) => {
    return [name, { type: tensor.type, data: tensor.data as TensorValue['data'], dims: tensor.dims }] as const;
  });
  return Object.fromEntries(values);
}
