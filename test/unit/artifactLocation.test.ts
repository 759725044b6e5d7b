import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { artifactLocation, artifactText, fileUrl } from '../../src/hosting/artifactLocation.ts';

const base = { folder: '/home/me/project', home: '/home/me' };

describe('where an artifact lies', () => {
  it('may be entered relative to the open folder, from the home folder, or whole', () => {
    const expected = { ok: true, url: 'file:///home/me/project/a/model.tar.gz' };
    assert.deepEqual(artifactLocation('a/model.tar.gz', base), expected);
    assert.deepEqual(artifactLocation(' ./b/../a/model.tar.gz ', base), expected);
    assert.deepEqual(artifactLocation('~/project/a/model.tar.gz', base), expected);
    assert.deepEqual(artifactLocation('/home/me/project/a/model.tar.gz', base), expected);
  });

  it('may be an address, which stays as it is', () => {
    assert.deepEqual(artifactLocation('s3://bucket/a b', base), { ok: true, url: 's3://bucket/a b' });
    assert.deepEqual(artifactLocation('file:///x%20y', base), { ok: true, url: 'file:///x%20y' });
  });

  it('may be a Windows path', () => {
    const windows = { folder: 'C:\\work', home: 'C:\\Users\\me' };
    assert.deepEqual(artifactLocation('D:\\m\\a b.tar.gz', windows), { ok: true, url: 'file:///D:/m/a%20b.tar.gz' });
    assert.deepEqual(artifactLocation('out\\m.onnx', windows), { ok: true, url: 'file:///C:/work/out/m.onnx' });
    assert.deepEqual(artifactLocation('\\\\nas\\share\\m', windows), { ok: true, url: 'file://nas/share/m' });
  });

  it('needs an open folder to be relative to', () => {
    assert.equal(artifactLocation('model.tar.gz', { ...base, folder: undefined }).ok, false);
  });

  it('leads back to any path, whatever is in its name', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !/[/\0\\]/.test(text) && !/^\.\.?$/.test(text));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        const path = `/${segments.join('/')}`;
        assert.equal(fileURLToPath(fileUrl(path), { windows: false }), path);
      }),
    );
  });

  it('is shown as short as it can be entered', () => {
    assert.equal(artifactText('/home/me/project/a/model.tar.gz', base), 'a/model.tar.gz');
    assert.equal(artifactText('/home/me/projects/model.tar.gz', base), '/home/me/projects/model.tar.gz');
    assert.equal(artifactText('/elsewhere/m.onnx', { ...base, folder: undefined }), '/elsewhere/m.onnx');
  });
});
