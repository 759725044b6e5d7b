import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { peekArtifact } from '../../src/deploy/artifactPeek.ts';
import { root } from '../workbench/harness/paths.mjs';

describe('what an artifact turns out to be', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sagemaker-artifact-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const peek = (...path: string[]) =>
    peekArtifact(pathToFileURL(join(...(path as [string]))).href, new AbortController().signal);

  async function file(name: string, content: string | Uint8Array): Promise<void> {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, content);
  }

  it('is an archive that holds an ONNX model', async () => {
    const found = await peek(root, 'examples/language-id/artifacts/lande-fp32.tar.gz');
    assert.equal(found.kind === 'found' && found.image, 'local/onnx');
    assert.match(found.kind === 'found' ? found.note : '', /^Archive, \d+ KB, holds model\.onnx$/);
  });

  it('is a folder with a model, with a program, or with neither', async () => {
    await file('onnx/model.onnx', 'x');
    await file('node/code/serve.mjs', '');
    await file('python/inference.py', '');
    const images = await Promise.all(['onnx', 'node', 'python'].map((name) => peek(folder, name)));
    assert.deepEqual(
      images.map((found) => found.kind === 'found' && found.image),
      ['local/onnx', 'local/node', undefined],
    );
  });

  it('is an .onnx file by itself, whatever its name', async () => {
    await file('detector.onnx', 'x');
    assert.deepEqual(await peek(folder, 'detector.onnx'), {
      kind: 'found',
      note: 'ONNX model, 1 B',
      image: 'local/onnx',
    });
  });

  it('is a problem when it is missing, empty, damaged or something else', async () => {
    await file('damaged.tar.gz', 'no archive');
    await file('cut.tar.gz', gzipSync('x'.repeat(10_000)).subarray(0, 20));
    await file('notes.txt', 'x');
    await mkdir(join(folder, 'empty'));
    const problems = await Promise.all(
      ['nowhere', 'damaged.tar.gz', 'cut.tar.gz', 'notes.txt', 'empty'].map((name) => peek(folder, name)),
    );
    const messages = problems.map((found) => (found.kind === 'problem' ? found.message : found.kind));
    assert.match(messages[0] ?? '', /There is no file or folder .*nowhere/);
    assert.match(messages[1] ?? '', /It can’t be read/);
    assert.match(messages[2] ?? '', /It can’t be read/);
    assert.match(messages[3] ?? '', /notes\.txt is no artifact/);
    assert.match(messages[4] ?? '', /It is empty/);
  });
});
