import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { encodeModel, floatValue, node } from '../../scripts/sample/onnx.mjs';
import type { RunningContainer } from '../../src/local/containers/container.ts';
import { type Answer, ContainerHarness, get, invoke, urlOf } from './containerHarness.ts';

const payloads = 'examples/language-id/payloads';

const languages: Readonly<Record<string, string>> = {
  'arabic.json': 'ara',
  'chinese.json': 'cmn',
  'dutch.json': 'nld',
  'english.json': 'eng',
  'example.json': 'deu',
  'finnish.json': 'fin',
  'french.json': 'fra',
  'german.json': 'deu',
  'greek.json': 'ell',
  'hindi.json': 'hin',
  'italian.json': 'ita',
  'japanese.json': 'jpn',
  'polish.json': 'pol',
  'portuguese.json': 'por',
  'russian.json': 'rus',
  'spanish.json': 'spa',
  'swedish.json': 'swe',
  'turkish.json': 'tur',
  'vietnamese.json': 'vie',
};

for (const precision of ['fp32', 'int8']) {
  describe(`The sample model in ${precision}`, () => {
    let harness: ContainerHarness;
    let container: RunningContainer;

    before(async () => {
      harness = await ContainerHarness.create();
      const modelDataUrl = urlOf(`examples/language-id/artifacts/lande-${precision}.tar.gz`);
      container = await harness.startHealthy({ image: 'local/onnx', modelDataUrl });
    });

    after(() => harness.dispose());

    it('says which language a text is in, how sure it is, and what else it might be', async () => {
      const { status, contentType, text } = await invoke(container, '{"text":"Wo ist der Bahnhof?"}');
      assert.deepEqual([status, contentType], [200, 'application/json']);
      const verdict = JSON.parse(text);
      assert.equal(verdict.language, 'deu');
      assert.ok(verdict.confidence > 0.7 && verdict.confidence <= 1);
      assert.deepEqual(Object.keys(verdict.alternatives[0]), ['language', 'confidence']);
      assert.equal(verdict.alternatives.length, 3);
    });

    it('knows the language of every payload file', async () => {
      const files = (await readdir(payloads)).filter((file) => file.endsWith('.json') && file !== 'malformed.json');
      assert.deepEqual(files.sort(), Object.keys(languages));
      for (const file of files) {
        const { text } = await invoke(container, await readFile(join(payloads, file)));
        assert.equal(JSON.parse(text).language, languages[file], file);
      }
    });

    it('answers JSON Lines line by line', async () => {
      const body = await readFile(join(payloads, 'batch.jsonl'));
      const { text } = await invoke(container, body, { 'content-type': 'application/jsonlines' });
      const found = text.trimEnd().split('\n');
      assert.deepEqual(
        found.map((line) => JSON.parse(line).language),
        ['deu', 'fra', 'eng', 'spa', 'pol', 'rus'],
      );
    });

    it('answers CSV row by row', async () => {
      const body = await readFile(join(payloads, 'batch.csv'));
      const { text, contentType } = await invoke(container, body, { 'content-type': 'text/csv' });
      assert.equal(contentType, 'text/csv');
      assert.match(text, /^deu,[\d.]+\neng,[\d.]+\nfra,[\d.]+\npol,[\d.]+\nita,[\d.]+\n$/);
    });

    it('answers in the format that Accept names', async () => {
      const { text } = await invoke(container, 'Wo ist der Bahnhof?', {
        'content-type': 'text/plain',
        accept: 'text/csv',
      });
      assert.match(text, /^deu,/);
    });

    it('takes a body without a content type for JSON', async () => {
      const body = new TextEncoder().encode('{"text":"Wo ist der Bahnhof?"}');
      assert.match((await invoke(container, body, {})).text, /"language":"deu"/);
    });
  });
}

describe('The sample model, given what it can’t use', () => {
  let harness: ContainerHarness;
  let container: RunningContainer;

  before(async () => {
    harness = await ContainerHarness.create();
    const modelDataUrl = urlOf('examples/language-id/artifacts/lande-int8.tar.gz');
    container = await harness.startHealthy({ image: 'local/onnx', modelDataUrl });
  });

  after(() => harness.dispose());

  const json = 'application/json';
  const cases: [what: string, body: string, headers: Record<string, string>, status: number, words: RegExp][] = [
    [
      'a body that is no JSON',
      '{"text": Wo}',
      { 'content-type': json },
      400,
      /not valid JSON at line 1 column 10: expected a value, found "Wo"\./,
    ],
    [
      'a line that is no JSON',
      '{"text":"a"}\n{"text"}',
      { 'content-type': 'application/jsonlines' },
      400,
      /at line 2 column 8: expected ":"/,
    ],
    [
      'an object without text',
      '{"txt":"Hallo"}',
      { 'content-type': json },
      400,
      /has no member "text"\. Send \{"text": "…"\}/,
    ],
    ['a text that is no string', '{"text":5}', { 'content-type': json }, 400, /"text" that is not a string/],
    ['an array', '["Hallo"]', { 'content-type': json }, 400, /not a JSON object/],
    ['an empty body', '', { 'content-type': 'text/csv' }, 400, /The body holds no text/],
    ['two CSV fields', 'eins\nzwei,drei\n', { 'content-type': 'text/csv' }, 400, /Line 2 is not one CSV field/],
    [
      'an unknown content type',
      'x',
      { 'content-type': 'image/png' },
      415,
      /image\/png is not supported\. Send one of: application\/json, /,
    ],
    [
      'an unknown Accept',
      '{"text":"Hallo"}',
      { 'content-type': json, accept: 'image/png' },
      406,
      /Accept one of: application\/json, /,
    ],
  ];
  for (const [what, body, headers, status, words] of cases) {
    it(`answers ${what} with ${status} and says why`, async () => {
      const answer = await invoke(container, body, headers);
      assert.equal(answer.status, status);
      assert.match(answer.text, words);
      assert.equal(answer.contentType, 'text/plain; charset=utf-8');
    });
  }

  it('finds the mistake in the malformed payload file', async () => {
    const { status, text } = await invoke(container, await readFile(join(payloads, 'malformed.json')));
    assert.equal(status, 400);
    assert.match(text, /at line 2 column 11: expected a value, found "Wo"/);
  });

  it('answers a body above 25 MB with 413, announced or not', async () => {
    const tooMuch = Buffer.alloc(25 * 1024 * 1024 + 1, 'a');
    assert.equal((await invoke(container, tooMuch)).status, 413);
    const { status, text } = await sendInChunks(container.port, tooMuch);
    assert.equal(status, 413);
    assert.match(text, /larger than 26214400 bytes/);
  });

  it('answers no page in a browser, under whatever name it comes', async () => {
    const own = `127.0.0.1:${container.port}`;
    assert.equal(await statusWithHeaders(container.port, { host: own }), 200);
    assert.equal(await statusWithHeaders(container.port, { host: `rebound.example:${container.port}` }), 403);
    assert.equal(await statusWithHeaders(container.port, { host: own, origin: 'https://page.example' }), 403);
  });

  it('survives all of it', async () => {
    assert.equal((await get(container, '/ping')).status, 200);
    assert.equal((await get(container, '/elsewhere')).status, 404);
    assert.equal((await get(container, '/invocations')).status, 405);
  });
});

describe('A model without code of its own', () => {
  let harness: ContainerHarness;

  before(async () => {
    harness = await ContainerHarness.create();
  });

  after(() => harness.dispose());

  it('takes and gives nested arrays as JSON, and rows of numbers as CSV', async () => {
    const container = await harness.startHealthy({ image: 'local/onnx', modelDataUrl: await modelFile('relu', relu) });
    for (const body of ['{"inputs":{"x":[[-1,2],[3,-4]]}}', '{"instances":[[-1,2],[3,-4]]}', '[[-1,2],[3,-4]]']) {
      assert.deepEqual(JSON.parse((await invoke(container, body)).text), {
        outputs: {
          y: [
            [0, 2],
            [3, 0],
          ],
        },
      });
    }
    const csv = await invoke(container, '-1,2\n3,-4\n', { 'content-type': 'text/csv' });
    assert.deepEqual([csv.contentType, csv.text], ['text/csv', '0,2\n3,0\n']);
    const wrong = await invoke(container, '{"inputs":{"x":[[1,2,3]]}}');
    assert.equal(wrong.status, 400);
    assert.equal(wrong.text, 'Input "x": expected float32 of shape [rows, 2], got shape [1, 3].');
  });

  it('keeps 64-bit integers whole', async () => {
    const container = await harness.startHealthy({ image: 'local/onnx', modelDataUrl: await modelFile('sum', sum) });
    const { text } = await invoke(container, '{"inputs":{"a":[1,"9007199254740993"],"b":[2,0]}}');
    assert.deepEqual(JSON.parse(text), { outputs: { sum: [3, '9007199254740993'] } });
    const missing = await invoke(container, '{"inputs":{"a":[1]}}');
    assert.match(missing.text, /^Input "b" is missing\. Send \{"inputs": \{"a": int64 of shape \[n\], "b": int64/);
  });

  it('ends with ONNX Runtime’s words when model.onnx is none', async () => {
    const container = await harness.start({
      image: 'local/onnx',
      modelDataUrl: await modelFile('broken', Buffer.from('nonsense')),
    });
    assert.equal((await container.exited).code, 1);
    assert.match(container.recentOutput().join('\n'), /model\.onnx can't be loaded: .*protobuf parsing failed/);
  });

  it('does not start on an artifact that hides its model in a folder', async () => {
    const folder = join(harness.directory, 'nested');
    await mkdir(join(folder, 'export'), { recursive: true });
    await writeFile(join(folder, 'export/net.onnx'), relu);
    await assert.rejects(harness.start({ image: 'local/onnx', modelDataUrl: urlOf(folder) }), {
      name: 'ContainerStartError',
      message: /holds no model\.onnx at its top\. It holds export.net\.onnx: name it model\.onnx/,
    });
  });

  async function modelFile(name: string, content: Uint8Array): Promise<string> {
    const file = join(harness.directory, `${name}.onnx`);
    await writeFile(file, content);
    return urlOf(file);
  }
});

describe('A model’s own code/inference.mjs', () => {
  let harness: ContainerHarness;
  let container: RunningContainer;

  before(async () => {
    harness = await ContainerHarness.create();
    const folder = join(harness.directory, 'own');
    await mkdir(join(folder, 'code'), { recursive: true });
    await writeFile(join(folder, 'model.onnx'), relu);
    await writeFile(join(folder, 'code/inference.mjs'), ownHandlers);
    container = await harness.startHealthy({ image: 'local/onnx', modelDataUrl: urlOf(folder) });
  });

  after(() => harness.dispose());

  it('decides the status of its errors: 400 for input, 500 for output, or what it asks for', async () => {
    assert.deepEqual(await statusAndText(invoke(container, 'bad input')), [400, 'no good']);
    assert.deepEqual(await statusAndText(invoke(container, 'bad output')), [500, 'broken']);
    assert.deepEqual(await statusAndText(invoke(container, 'busy')), [429, 'later']);
  });

  it('is told when its feeds do not fit the model', async () => {
    const [status, text] = await statusAndText(invoke(container, 'bad feeds'));
    assert.equal(status, 500);
    assert.equal(text, 'input() of code/inference.mjs returned no feed for "x", but z.');
  });

  it('sees the custom attributes and may answer with some', async () => {
    const url = `http://127.0.0.1:${container.port}/invocations`;
    const headers = { 'X-Amzn-SageMaker-Custom-Attributes': 'trace=1' };
    const response = await fetch(url, { method: 'POST', body: 'fine', headers });
    assert.equal(response.headers.get('X-Amzn-SageMaker-Custom-Attributes'), 'seen trace=1');
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), new Uint8Array([7, 8]));
  });

  it('does not take the container down by an error that nobody catches', async () => {
    assert.equal((await invoke(container, 'stray')).status, 200);
    assert.equal((await invoke(container, 'fine')).status, 200);
    assert.match(container.recentOutput().join('\n'), /astray/);
  });

  it('finishes what is under way when it is stopped', async () => {
    const slow = invoke(container, 'slow');
    const stopped = invoke(container, 'fine').then(() => container.stop());
    assert.equal((await slow).status, 200);
    await stopped;
    assert.deepEqual(await container.exited, { code: 0, signal: null });
  });
});

const relu = encodeModel({
  name: 'relu',
  doc_string: '',
  node: [node('Relu', ['x'], 'y')],
  initializer: [],
  input: [floatValue('x', ['rows', 2])],
  output: [floatValue('y', ['rows', 2])],
});

const sum = encodeModel({
  name: 'sum',
  doc_string: '',
  node: [node('Add', ['a', 'b'], 'sum')],
  initializer: [],
  input: [int64Value('a'), int64Value('b')],
  output: [int64Value('sum')],
});

function int64Value(name: string): object {
  const { type } = floatValue(name, ['n']);
  return { name, type: { tensor_type: { ...type.tensor_type, elem_type: 7 } } };
}

const ownHandlers = `
import { setTimeout as delay } from 'node:timers/promises';
const feeds = { x: { data: Float32Array.of(7, 8), dims: [1, 2] } };
export async function input(body) {
  const what = Buffer.from(body).toString();
  if (what === 'bad input') throw new Error('no good');
  if (what === 'busy') throw Object.assign(new Error('later'), { statusCode: 429 });
  if (what === 'bad feeds') return { z: [1] };
  if (what === 'slow') await delay(200);
  if (what === 'stray') setImmediate(() => { throw new Error('astray'); });
  return what === 'bad output' ? { x: [[0, 0]] } : feeds;
}
export function output(results, accept, request) {
  if (results.y.data[0] === 0) throw new Error('broken');
  return { body: Uint8Array.from(results.y.data), customAttributes: 'seen ' + request.customAttributes };
}`;

function statusWithHeaders(port: number, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sending = request({ port, host: '127.0.0.1', path: '/ping', headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', reject).end();
  });
}

async function statusAndText(answer: Promise<Answer>): Promise<[number, string]> {
  const { status, text } = await answer;
  return [status, text];
}

function sendInChunks(port: number, body: Buffer): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const sending = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST' }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
    });
    sending.once('error', reject);
    sending.write(body.subarray(0, 1024));
    sending.end(body.subarray(1024));
  });
}
