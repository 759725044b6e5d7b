import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import lande from 'lande';
import * as ort from 'onnxruntime-web/wasm';
import { ArtifactStore } from '../../src/local/containers/artifacts.ts';

describe('The sample model', () => {
  let directory: string;
  let buildSample: (folder: string) => Promise<boolean>;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sample-'));
    // Loaded where it stands, not bundled: it finds its own sources by its place.
    ({ buildSample } = await import(pathToFileURL(resolve('scripts/build-sample.mjs')).href));
    await buildSample(join(directory, 'first'));
    const runtime = dirname(createRequire(resolve('package.json')).resolve('onnxruntime-web'));
    ort.env.wasm.numThreads = 1;
    ort.env.wasm.wasmBinary = await readFile(join(runtime, 'ort-wasm-simd-threaded.wasm'));
  });

  after(() => rm(directory, { recursive: true, force: true }));

  it('is built only when something has changed, and then to the same bytes', async () => {
    const artifacts = ['lande-fp32.tar.gz', 'lande-int8.tar.gz'];
    assert.equal(await buildSample(join(directory, 'first')), false);
    assert.equal(await buildSample(join(directory, 'second')), true);
    for (const name of artifacts) {
      const [first, second] = await Promise.all([artifact('first', name), artifact('second', name)]);
      assert.ok(first.equals(second), name);
    }
    await rm(join(directory, 'second/lande-int8.tar.gz'));
    assert.equal(await buildSample(join(directory, 'second')), true);
  });

  it('is smaller in int8', async () => {
    const [fp32, int8] = await Promise.all([
      artifact('first', 'lande-fp32.tar.gz'),
      artifact('first', 'lande-int8.tar.gz'),
    ]);
    assert.ok(int8.length < fp32.length / 2, `${int8.length} of ${fp32.length} bytes`);
  });

  it('gives lande’s own probabilities to 1e-4', async () => {
    const probabilitiesOf = await unpackedModel('lande-fp32.tar.gz');
    for (const text of await payloadTexts()) {
      const found = await probabilitiesOf(text);
      for (const [language, probability] of lande(text)) {
        assert.ok(Math.abs((found.get(language) ?? Number.NaN) - probability) < 1e-4, `${language} of ${text}`);
      }
    }
  });

  it('carries the license of what it is made of', async () => {
    const { directory: unpacked } = await unpack('lande-int8.tar.gz');
    assert.match(await readFile(join(unpacked, 'LICENSE-lande.txt'), 'utf8'), /MIT License[\s\S]*Fabio Spampinato/);
  });

  function artifact(folder: string, name: string): Promise<Buffer> {
    return readFile(join(directory, folder, name));
  }

  function unpack(name: string): Promise<{ directory: string }> {
    const store = new ArtifactStore(join(directory, 'unpacked'), join(directory, 's3'));
    return store.materialise(pathToFileURL(join(directory, 'first', name)).href);
  }

  async function unpackedModel(name: string): Promise<(text: string) => Promise<Map<string, number>>> {
    const { directory: unpacked } = await unpack(name);
    const session = await ort.InferenceSession.create(await readFile(join(unpacked, 'model.onnx')));
    const languages: string[] = JSON.parse(await readFile(join(unpacked, 'code/languages.json'), 'utf8'));
    const { input } = await import(pathToFileURL(join(unpacked, 'code/inference.mjs')).href);
    return async (text) => {
      const { data, dims } = input(new TextEncoder().encode(text), 'text/plain').ngrams;
      const { probabilities } = await session.run({ ngrams: new ort.Tensor('float32', data, dims) });
      return new Map(languages.map((language, index) => [language, Number(probabilities?.data[index])]));
    };
  }
});

async function payloadTexts(): Promise<string[]> {
  const folder = 'examples/language-id/payloads';
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json') && file !== 'malformed.json');
  const bodies = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return bodies.map((body) => JSON.parse(body).text);
}
