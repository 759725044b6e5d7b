import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';
import { ArtifactStore } from '../../../src/local/containers/artifacts.ts';

describe('The artifact store', () => {
  let directory: string;
  let store: ArtifactStore;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'artifacts-'));
    store = new ArtifactStore(join(directory, 'unpacked'), join(directory, 's3'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('unpacks a tar.gz', async () => {
    const url = await archive(
      { name: './model.onnx' },
      { name: 'code/', type: 'directory' },
      { name: 'code/run.sh', mode: 0o755 },
    );
    const { directory: unpacked } = await store.materialise(url);
    assert.equal(await readFile(join(unpacked, 'model.onnx'), 'utf8'), 'content of ./model.onnx');
    assert.equal((await stat(join(unpacked, 'code/run.sh'))).mode & 0o777, 0o755);
  });

  const refused: [what: string, entry: Partial<Header> & { name: string }, words: RegExp][] = [
    ['a path that climbs out', { name: 'ok/../../evil' }, /entry "ok\/\.\.\/\.\.\/evil" leads out of the artifact/],
    ['an absolute path', { name: '/etc/evil' }, /entry "\/etc\/evil" leads out of the artifact/],
    ['a Windows path', { name: 'C:\\evil' }, /leads out of the artifact/],
    [
      'a symbolic link',
      { name: 'weights', type: 'symlink', linkname: '/etc/passwd' },
      /entry "weights" is a link \(to "\/etc\/passwd"\)/,
    ],
    ['a hard link', { name: 'weights', type: 'link', linkname: 'model.onnx' }, /"weights" is a link/],
    ['a device', { name: 'null', type: 'character-device' }, /neither a file nor a folder \(character-device\)/],
  ];
  for (const [what, entry, words] of refused) {
    it(`refuses ${what}, names it, and leaves nothing behind`, async () => {
      const url = await archive({ name: 'model.onnx' }, entry);
      await assert.rejects(store.materialise(url), { name: 'ContainerStartError', message: words });
      assert.deepEqual(await readdir(join(directory, 'unpacked')), []);
      await assert.rejects(stat(join(directory, 'evil')));
    });
  }

  it('says that a file is no tar.gz', async () => {
    const file = join(directory, 'model.tar.gz');
    await writeFile(file, 'not packed at all');
    const url = pathToFileURL(file).href;
    await assert.rejects(
      store.materialise(url),
      /model\.tar\.gz can't be unpacked as a tar\.gz \(.+\)\. Make one with: tar -czf/,
    );
    const whole = await readFile(await archiveFile({ name: 'model.onnx' }));
    await writeFile(file, whole.subarray(0, whole.length / 2));
    await assert.rejects(store.materialise(url), /can't be unpacked as a tar\.gz/);
  });

  it('copies a folder', async () => {
    const folder = join(directory, 'my model');
    await mkdir(join(folder, 'code'), { recursive: true });
    await writeFile(join(folder, 'code/inference.mjs'), 'export {}');
    const { directory: unpacked } = await store.materialise(pathToFileURL(folder).href);
    assert.deepEqual((await readdir(unpacked, { recursive: true })).sort(), ['code', join('code', 'inference.mjs')]);
  });

  it('takes an .onnx file with its weights for an artifact', async () => {
    const file = join(directory, 'net.onnx');
    await writeFile(file, 'graph');
    await writeFile(`${file}.data`, 'weights');
    const { directory: unpacked } = await store.materialise(pathToFileURL(file).href);
    assert.deepEqual((await readdir(unpacked)).sort(), ['model.onnx', 'net.onnx.data']);
  });

  it('finds s3:// in its own bucket folder', async () => {
    await mkdir(join(directory, 's3/my-bucket/models/v1'), { recursive: true });
    await writeFile(join(directory, 's3/my-bucket/models/v1/model.onnx'), 'graph');
    const { directory: unpacked } = await store.materialise('s3://my-bucket/models/v1/');
    assert.deepEqual(await readdir(unpacked), ['model.onnx']);
  });

  for (const [url, words] of [
    ['s3://my-bucket/../../etc/passwd', /names no key/],
    ['s3://my-bucket/a//b', /names no key/],
    ['s3://my-bucket', /names no key/],
    ['s3://../x', /names no valid bucket/],
    ['https://example.com/model.tar.gz', /can't be read in Local: use file:\/\/\/…/],
    ['file://server/share/model.tar.gz', /is not the URL of a local file/],
    [
      's3://my-bucket/absent.tar.gz',
      /does not exist: there is no file or folder .*absent\.tar\.gz, where Local keeps the objects/,
    ],
    ['file:///nowhere/model.tar.gz', /does not exist: there is no file or folder .*nowhere/],
  ] as const) {
    it(`says what is wrong with ${url}`, async () => {
      await assert.rejects(store.materialise(url), { name: 'ContainerStartError', message: words });
    });
  }

  it('unpacks once for everyone who asks at the same time, and for everyone after', async () => {
    const url = await archive({ name: 'model.onnx' });
    const [first, second] = await Promise.all([store.materialise(url), store.materialise(url)]);
    const { ino } = await stat(join(first.directory, 'model.onnx'));
    assert.deepEqual(second, first);
    assert.deepEqual(await store.materialise(url), first);
    assert.equal((await stat(join(first.directory, 'model.onnx'))).ino, ino);
  });

  it('does not fail one caller because another has given up', async () => {
    const url = await archive({ name: 'model.onnx' });
    const impatient = new AbortController();
    const first = store.materialise(url, impatient.signal);
    const second = store.materialise(url);
    impatient.abort();
    await assert.rejects(first, { name: 'AbortError' });
    assert.deepEqual(await readdir((await second).directory), ['model.onnx']);
  });

  it('unpacks anew what has changed', async () => {
    const folder = join(directory, 'folder');
    await mkdir(folder);
    await writeFile(join(folder, 'model.onnx'), 'old');
    const url = pathToFileURL(folder).href;
    const before = await store.materialise(url);
    await writeFile(join(folder, 'model.onnx'), 'newer');
    const after = await store.materialise(url);
    assert.notEqual(after.key, before.key);
    assert.equal(await readFile(join(after.directory, 'model.onnx'), 'utf8'), 'newer');
  });

  it('still has an artifact whose original has gone, in its next life too', async () => {
    const file = await archiveFile({ name: 'model.onnx' });
    const url = pathToFileURL(file).href;
    const before = await store.materialise(url);
    await rm(file);
    const next = new ArtifactStore(join(directory, 'unpacked'), join(directory, 's3'));
    assert.deepEqual(await next.materialise(url), before);
  });

  it('prunes what is not in use', async () => {
    const used = await store.materialise(await archive({ name: 'model.onnx' }));
    const unused = await store.materialise(await archive({ name: 'other.onnx' }));
    await mkdir(join(directory, 'unpacked/unfinished-of-a-former-life'));
    await store.prune(new Set([used.key]));
    assert.deepEqual(await readdir(join(directory, 'unpacked')), [used.key]);
    await assert.rejects(stat(unused.directory));
  });

  async function archive(...entries: (Partial<Header> & { name: string })[]): Promise<string> {
    return pathToFileURL(await archiveFile(...entries)).href;
  }

  async function archiveFile(...entries: (Partial<Header> & { name: string })[]): Promise<string> {
    const tar = pack();
    for (const entry of entries) {
      const isFile = entry.type === undefined || entry.type === 'file';
      tar.entry(entry, isFile ? `content of ${entry.name}` : '');
    }
    tar.finalize();
    const file = join(directory, `${entries.map(({ name }) => name.replaceAll(/\W/g, '_')).join()}.tar.gz`);
    await writeFile(file, gzipSync(await buffer(tar)));
    return file;
  }
});
