import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import * as fc from 'fast-check';
import { OutputTail } from '../../../src/local/containers/outputTail.ts';

describe('The tail of a program’s output', () => {
  it('is the same lines however the bytes arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[a-zäöü€😀]{0,9}$/u)),
        fc.integer({ min: 1, max: 7 }),
        async (lines, size) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => {
            return bytes.subarray(index * size, (index + 1) * size);
          });
          assert.deepEqual(await tailOf(chunks), lines);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is 200 lines long at most, and keeps the last ones', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    assert.deepEqual(await tailOf([Buffer.from(lines.join('\n'))]), lines.slice(100));
  });

  it('cuts a line that never ends', async () => {
    const lines = await tailOf([Buffer.alloc(10_000, 'a'), Buffer.alloc(10_000, 'b')]);
    assert.deepEqual(
      lines.map((line) => line.length),
      [8_192, 8_192, 3_616],
    );
  });
});

async function tailOf(chunks: readonly Buffer[]): Promise<readonly string[]> {
  const tail = new OutputTail();
  const stream = new PassThrough();
  tail.read(stream);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await finished(stream);
  return tail.lines();
}
