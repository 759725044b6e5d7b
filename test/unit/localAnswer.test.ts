import assert from 'node:assert/strict';
import { errorAnswer } from '../../src/local/protocol/answer.ts';

function told(error: unknown): [number, string, string] {
  const { status, body } = errorAnswer('json', error);
  const { __type, message } = JSON.parse(Buffer.from(body).toString());
  return [status, __type, message];
}

describe('The answer to a request that failed', () => {
  it('says when the disk is full or the data folder can’t be written, and what to do', () => {
    const full = Object.assign(new Error("ENOSPC: no space left on device, open '/home/me/x'"), { code: 'ENOSPC' });
    const [status, code, message] = told(full);
    assert.deepEqual([status, code], [500, 'InternalFailure']);
    assert.match(message, /^The disk of the data folder is full\. Make room on it and try again\.$/);
    const readOnly = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    assert.match(told(new Error('not saved', { cause: readOnly }))[2], /^The data folder can't be written/);
  });

  it('tells nothing else of the service’s own failures', () => {
    for (const surprise of [new TypeError('x is undefined at /home/me/y'), 'text', undefined, { code: 'ENOSPC' }]) {
      assert.deepEqual(told(surprise), [500, 'InternalFailure', 'The service failed to answer. Its log says why.']);
    }
  });
});
