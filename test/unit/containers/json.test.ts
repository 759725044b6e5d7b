import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { findJsonProblem, jsonBodyProblem, parseJsonBody } from '../../../src/local/containers/onnx/json.ts';

describe('The place of a mistake in JSON', () => {
  it('is found exactly where JSON.parse fails, and only then', () => {
    const nearlyJson = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', '{', ':', 'x', '1', '\\', '\u0001', '\n', '-'),
      )
      .map(([text, place, piece]) => {
        const at = place % (text.length + 1);
        return text.slice(0, at) + piece + text.slice(at + (place % 2));
      });
    fc.assert(
      fc.property(nearlyJson, (text) => {
        assert.equal(findJsonProblem(text) === undefined, isJson(text), text);
      }),
      { numRuns: 2_000 },
    );
  });

  const cases: [text: string, line: number, column: number, reason: string][] = [
    ['{"text": Wo}', 1, 10, 'expected a value, found "Wo"'],
    ['{"text" "Wo"}', 1, 9, 'expected ":" after the member name, found "Wo"'],
    ['{"a":1,\n}', 2, 1, 'expected a member name in double quotes, found "}"'],
    ["{'a':1}", 1, 2, 'expected a member name in double quotes or "}", found "\'"'],
    ['[1 2]', 1, 4, 'expected "," or "]", found "2"'],
    ['{"a":1', 1, 7, 'expected "," or "}", found the end'],
    ['', 1, 1, 'expected a value, found the end'],
    ['{} {}', 1, 4, 'expected the end of the body, found "{"'],
    ['["a\nb"]', 1, 2, 'expected a value or "]", found a string that is not closed or holds an invalid character'],
  ];
  for (const [text, line, column, reason] of cases) {
    it(`is line ${line} column ${column} of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(findJsonProblem(text), { line, column, reason });
    });
  }

  it('is counted over all lines of JSON Lines', () => {
    const problem = jsonBodyProblem('{"a":1}\r\n\r\n{"a":}\n', true);
    assert.equal(problem, 'The body is not valid JSON at line 3 column 6: expected a value, found "}".');
    assert.equal(jsonBodyProblem('1\n2\n', true), undefined);
  });

  it('is what a caller is told', () => {
    assert.deepEqual(parseJsonBody('[1]'), [1]);
    assert.throws(() => parseJsonBody('[1'), { statusCode: 400, message: /at line 1 column 3/ });
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
