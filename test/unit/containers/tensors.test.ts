import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { nestedOfTensor, tensorOfNested } from '../../../src/local/containers/onnx/tensors.ts';

describe('Tensors of nested arrays', () => {
  const samples: Record<string, fc.Arbitrary<unknown>> = {
    float32: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    float64: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    int8: fc.integer({ min: -128, max: 127 }),
    uint8: fc.integer({ min: 0, max: 255 }),
    int16: fc.integer({ min: -32_768, max: 32_767 }),
    uint16: fc.integer({ min: 0, max: 65_535 }),
    int32: fc.integer(),
    uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    int64: fc.oneof(fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }).map(String)),
    uint64: fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map(String)),
    bool: fc.boolean(),
    string: fc.string(),
  };
  for (const [type, element] of Object.entries(samples)) {
    it(`come back as they went in: ${type}`, () => {
      const rows = fc
        .nat(3)
        .chain((columns) =>
          fc.array(fc.array(element, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 4 }),
        );
      fc.assert(
        fc.property(rows, (nested) => {
          const tensor = tensorOfNested(nested, { name: 'x', type, shape: ['rows', 'columns'] });
          assert.deepEqual(tensor.dims, [nested.length, nested[0]?.length]);
          assert.deepEqual(nestedOfTensor(tensor), nested);
        }),
      );
    });
  }

  it('may be a single value', () => {
    const tensor = tensorOfNested(5, { name: 'x', type: 'int32', shape: [] });
    assert.deepEqual([tensor.dims, nestedOfTensor(tensor)], [[], 5]);
  });

  const refused: [nested: unknown, type: string, message: string][] = [
    [[[1, 2, 3]], 'float32', 'Input "x": expected float32 of shape [batch, 2], got shape [1, 3].'],
    [[1, 2], 'float32', 'Input "x": expected float32 of shape [batch, 2], got shape [2].'],
    [
      [[1, 2], [3]],
      'float32',
      'Input "x": expected float32 of shape [batch, 2], got 1 elements at [1] where the first row has 2 elements.',
    ],
    [[[1, 'a']], 'float32', 'Input "x": expected float32 of shape [batch, 2], got "a" at [0, 1].'],
    [[[1, null]], 'float64', 'Input "x": expected float64 of shape [batch, 2], got null at [0, 1].'],
    [[[1, 256]], 'uint8', 'Input "x": expected uint8 of shape [batch, 2], got 256 at [0, 1].'],
    [[[1, 1.5]], 'int32', 'Input "x": expected int32 of shape [batch, 2], got 1.5 at [0, 1].'],
    [
      [[1, '9223372036854775808']],
      'int64',
      'Input "x": expected int64 of shape [batch, 2], got "9223372036854775808" at [0, 1].',
    ],
    [[[0, true]], 'bool', 'Input "x": expected bool of shape [batch, 2], got 0 at [0, 0].'],
    [[[1, 2]], 'float16', 'Input "x" is of type float16, which JSON and CSV can\'t give: write code/inference.mjs.'],
  ];
  for (const [nested, type, message] of refused) {
    it(`refuse ${JSON.stringify(nested)} for ${type}`, () => {
      const input = { name: 'x', type, shape: ['batch', 2] };
      assert.throws(() => tensorOfNested(nested, input), { name: 'RequestProblem', statusCode: 400, message });
    });
  }
});
