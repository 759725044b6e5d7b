// Reads the pretrained network out of the npm package `lande`, and writes it as ONNX in two precisions.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodeModel, floatTensor, floatValue, int8Tensor, node } from './onnx.mjs';

const entry = createRequire(import.meta.url).resolve('lande');
const folder = dirname(entry);

/** Everything the artifacts are made of, for telling whether they are up to date. */
export const landeFiles = ['t50-options.js', 't50-ngrams.js', 't50-langs.js', '../license', '../package.json'].map(
  (name) => join(folder, name),
);

/**
 * A dense layer: one row of weights and one bias an output.
 * @typedef {{ inputs: number, outputs: number, weights: Float32Array, biases: Float32Array }} DenseLayer
 * @typedef {{ layers: DenseLayer[], ngrams: Record<string, string[]>, languages: string[], license: string }} Lande
 */

/**
 * The network with its vocabulary and its license.
 * @returns {Promise<Lande>}
 */
export async function readLande() {
  const [options, ngrams, languages, license, { NeuralNetwork }] = await Promise.all([
    importDefault('t50-options.js'),
    importDefault('t50-ngrams.js'),
    importDefault('t50-langs.js'),
    readFile(join(folder, '../license'), 'utf8'),
    // The library that lande itself runs on decodes the weights.
    import(pathToFileURL(createRequire(entry).resolve('toygrad')).href),
  ]);
  assertArchitecture(options.layers.map((/** @type {{ type: string }} */ layer) => layer.type));
  const layers = new NeuralNetwork(options).layers.filter((/** @type {any} */ layer) => layer.filters).map(denseLayer);
  return { layers, ngrams, languages, license };
}

/** @param {string} name */
async function importDefault(name) {
  return (await import(pathToFileURL(join(folder, name)).href)).default;
}

/** @param {string[]} types */
function assertArchitecture(types) {
  const expected = 'input,dense,relu,dense,softmax';
  if (types.join() !== expected)
    throw new Error(`lande's network is ${types.join()}; the ONNX graph expects ${expected}.`);
}

/**
 * @param {{ filters: { w: Float32Array }[], biases: { w: Float32Array } }} layer
 * @returns {DenseLayer}
 */
function denseLayer(layer) {
  const inputs = layer.filters[0]?.w.length ?? 0;
  const weights = new Float32Array(layer.filters.length * inputs);
  layer.filters.forEach((filter, row) => {
    weights.set(filter.w, row * inputs);
  });
  return { inputs, outputs: layer.filters.length, weights, biases: Float32Array.from(layer.biases.w) };
}

/**
 * The network as an ONNX file.
 * @param {Lande} lande
 * @param {'fp32' | 'int8'} precision of the weights; biases and arithmetic are 32-bit floats in both
 */
export function landeModel(lande, precision) {
  const [hidden, output] = lande.layers;
  if (!hidden || !output) throw new Error('lande has no two dense layers.');
  const first = dense('hidden', hidden, 'ngrams', precision);
  const second = dense('logits', output, 'activation', precision);
  return encodeModel({
    name: `lande-${precision}`,
    doc_string: 'Language identification from n-gram frequencies, from the npm package lande (MIT).',
    node: [
      ...first.nodes,
      node('Relu', ['hidden'], 'activation'),
      ...second.nodes,
      node('Softmax', ['logits'], 'probabilities', { axis: 1 }),
    ],
    initializer: [...first.tensors, ...second.tensors],
    input: [floatValue('ngrams', ['batch', hidden.inputs])],
    output: [floatValue('probabilities', ['batch', output.outputs])],
  });
}

/**
 * @param {string} name of the layer and of its output
 * @param {DenseLayer} layer
 * @param {string} input
 * @param {'fp32' | 'int8'} precision
 */
function dense(name, layer, input, precision) {
  const dims = [layer.outputs, layer.inputs];
  const biases = floatTensor(`${name}.bias`, [layer.outputs], layer.biases);
  const product = node('Gemm', [input, `${name}.weight`, `${name}.bias`], name, { transB: 1 });
  if (precision === 'fp32') {
    return { nodes: [product], tensors: [floatTensor(`${name}.weight`, dims, layer.weights), biases] };
  }
  const { values, scale } = quantize(layer.weights);
  return {
    nodes: [node('DequantizeLinear', [`${name}.weight_int8`, `${name}.scale`], `${name}.weight`), product],
    tensors: [
      int8Tensor(`${name}.weight_int8`, dims, values),
      floatTensor(`${name}.scale`, [], Float32Array.of(scale)),
      biases,
    ],
  };
}

/**
 * Symmetric, one scale for the whole tensor.
 * @param {Float32Array} weights
 */
function quantize(weights) {
  const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  return { values: Int8Array.from(weights, (weight) => Math.round(weight / scale)), scale };
}
