import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentTypeOfFile, fileExtension, textFormat } from '../../src/hosting/contentTypes.ts';
import { modelAnswer, modelAnswerHint } from '../../src/hosting/modelError.ts';
import { decodeText, responseBody, SHOWN_BYTES, SHOWN_LINES } from '../../src/scratchpad/bodyText.ts';
import { withEntry, withoutEntry } from '../../src/scratchpad/boundedRecord.ts';
import { firstPayload } from '../../src/scratchpad/payloadChoice.ts';
import { bodyProblem, lineOf } from '../../src/webview/scratchpad/bodyCheck.ts';
import { prettyJson, prettyJsonLines } from '../../src/webview/scratchpad/prettyJson.ts';
import { formatDuration, formatSize } from '../../src/webview/scratchpad/words.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('A payload file’s content type', () => {
  for (const [name, type] of [
    ['german.json', 'application/json'],
    ['a.b.JSONL', 'application/jsonlines'],
    ['rows.ndjson', 'application/jsonlines'],
    ['rows.csv', 'text/csv'],
    ['note.txt', 'text/plain'],
    ['tensor.npy', 'application/x-npy'],
    ['picture.png', 'application/octet-stream'],
    ['Makefile', 'application/octet-stream'],
    ['.json', 'application/json'],
  ] as const) {
    it(`of ${name} is ${type}`, () => assert.equal(contentTypeOfFile(name), type));
  }

  it('says how its text is written, parameters aside', () => {
    assert.equal(textFormat('Application/JSON; charset=utf-8'), 'json');
    assert.equal(textFormat('application/vnd.model+json'), 'json');
    assert.equal(textFormat('application/x-ndjson'), 'jsonLines');
    assert.equal(textFormat('application/octet-stream'), 'plain');
  });

  it('names the file that a response is opened from', () => {
    assert.equal(fileExtension('application/octet-stream', 'json'), 'json');
    assert.equal(fileExtension('application/x-npy', undefined), 'npy');
    assert.equal(fileExtension('image/png', undefined), 'bin');
  });
});

describe('Bytes as text', () => {
  it('are sent as they were, byte order mark and line breaks included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, hasMark) => {
        const original = bytes((hasMark ? '\ufeff' : '') + text);
        const decoded = decodeText(original);
        if (decoded !== undefined) assert.deepEqual(bytes(decoded), original);
        else assert.ok(text.includes('\u0000'));
      }),
    );
  });

  it('are no text where they are not UTF-8, or hold a zero', () => {
    assert.equal(decodeText(Uint8Array.of(0x93, 0x4e)), undefined);
    assert.equal(decodeText(Uint8Array.of(0x61, 0)), undefined);
  });
});

describe('A response’s body', () => {
  it('is empty, binary or text', () => {
    assert.deepEqual(responseBody(new Uint8Array(), 'application/json'), { kind: 'empty' });
    assert.deepEqual(responseBody(Uint8Array.of(0x93), 'application/json'), { kind: 'binary' });
    assert.deepEqual(responseBody(bytes('a,b'), 'text/csv'), {
      kind: 'text',
      format: 'csv',
      text: 'a,b',
      complete: true,
    });
  });

  it('is JSON under any content type when it reads so', () => {
    const body = responseBody(bytes('{"a":1}'), 'application/octet-stream');
    assert.equal(body.kind === 'text' && body.format, 'json');
  });

  it('of too many bytes is shown from its beginning, in whole lines', () => {
    const line = `${'x'.repeat(999)}\n`;
    const body = responseBody(bytes(line.repeat(Math.ceil(SHOWN_BYTES / 1000) + 1)), 'text/plain');
    assert.ok(body.kind === 'text' && !body.complete);
    assert.ok(body.text.length < 300_000 && body.text.length > 200_000);
    assert.ok(body.text.endsWith('x\n'));
  });

  it('of too many lines is shown from its beginning', () => {
    const body = responseBody(bytes('x\n'.repeat(SHOWN_LINES + 1)), 'text/plain');
    assert.ok(body.kind === 'text' && !body.complete);
    assert.equal(body.text, 'x\n'.repeat(5000));
    const exactly = responseBody(bytes('x\n'.repeat(SHOWN_LINES)), 'text/plain');
    assert.equal(exactly.kind === 'text' && exactly.complete, true);
  });

  it('of one endless line is not cut inside a character', () => {
    const body = responseBody(bytes(`x${'😀'.repeat(SHOWN_BYTES / 2)}`), 'text/plain');
    assert.ok(body.kind === 'text' && !body.complete);
    assert.equal(new TextDecoder().decode(bytes(body.text)), body.text);
  });
});

describe('JSON made readable', () => {
  it('means the same as before', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(JSON.parse(prettyJson(JSON.stringify(value)) ?? ''), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('keeps every number as it was written', () => {
    assert.equal(prettyJson('[1.0,1e400,12345678901234567890,-0]'), '[1.0, 1e400, 12345678901234567890, -0]');
  });

  it('keeps brackets and quotes inside strings', () => {
    assert.equal(prettyJson('{"a":"x\\"}{[,: ü"}'), '{\n  "a": "x\\"}{[,: ü"\n}');
  });

  it('puts short inner objects on a line each', () => {
    assert.equal(
      prettyJson('{"language":"deu","alternatives":[{"language":"nld","confidence":0.1}]}'),
      '{\n  "language": "deu",\n  "alternatives": [\n    { "language": "nld", "confidence": 0.1 }\n  ]\n}',
    );
  });

  it('fills lines with the numbers of a long array', () => {
    const pretty = prettyJson(JSON.stringify(Array.from({ length: 200 }, (_, index) => index))) ?? '';
    assert.ok(pretty.split('\n').length < 20);
    assert.ok(pretty.split('\n').every((line) => line.length <= 80));
  });

  it('keeps empty arrays and objects among the values of a long array', () => {
    const values = [...Array.from({ length: 60 }, () => 1.5), [], {}];
    assert.deepEqual(JSON.parse(prettyJson(JSON.stringify(values)) ?? ''), values);
  });

  it('leaves alone what is no JSON', () => {
    assert.equal(prettyJson('{"text": Wo}'), undefined);
    assert.equal(prettyJsonLines('{"a":1}\noops\n'), '{ "a": 1 }\noops\n');
  });

  it('copes with nesting beyond all reason', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    assert.doesNotThrow(() => prettyJson(deep));
  });
});

describe('The check of a body', () => {
  it('points at the place where JSON ends', () => {
    const text = '{\n  "text": Wo ist der Bahnhof?\n}\n';
    const problem = bodyProblem(text, 'application/json');
    assert.equal(problem?.position, text.indexOf('Wo'));
    assert.equal(lineOf(text, problem?.position ?? 0), 2);
    assert.match(problem?.message ?? '', /Wo ist der Bahnhof\?/);
  });

  it('finds something exactly where JSON.parse does', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((json) => json.slice(1)),
        ),
        (text) => {
          const isJson = text.trim() === '' || parses(text);
          const problem = bodyProblem(text, 'application/json');
          assert.equal(problem === undefined, isJson);
          if (problem) assert.ok(problem.position >= 0 && problem.position <= text.length);
        },
      ),
    );
  });

  it('points at the line of JSON Lines that is wrong', () => {
    const text = '{"a":1}\n\n{"a":}\n';
    const problem = bodyProblem(text, 'application/jsonlines');
    assert.equal(lineOf(text, problem?.position ?? 0), 3);
  });

  it('has nothing to say of other types, or of nothing', () => {
    assert.equal(bodyProblem('{', 'text/csv'), undefined);
    assert.equal(bodyProblem(' ', 'application/json'), undefined);
  });
});

describe('A model’s error', () => {
  it('is read from the SDK’s error, and from no other', () => {
    const error = Object.assign(new Error('Received server error (500).'), { name: 'ModelError' });
    assert.deepEqual(modelAnswer(error), { words: 'Received server error (500).' });
    assert.deepEqual(modelAnswer(Object.assign(error, { OriginalStatusCode: 500, OriginalMessage: 'x' })), {
      status: 500,
      words: 'x',
    });
    assert.equal(modelAnswer(new Error('ModelError')), undefined);
  });

  it('comes with a hint that says what was sent', () => {
    const sent = { contentType: 'text/csv', accept: 'image/png', bytes: 7.5 * 1024 * 1024 };
    assert.match(modelAnswerHint(413, sent) ?? '', /7\.5 MB.*6 MB to 25 MB/);
    assert.match(modelAnswerHint(415, sent) ?? '', /text\/csv.*application\/json/);
    assert.match(modelAnswerHint(406, sent) ?? '', /image\/png/);
    assert.match(modelAnswerHint(406, { contentType: 'text/csv', bytes: 1 }) ?? '', /Name a type/);
    assert.match(modelAnswerHint(502, sent) ?? '', /code failed/);
    assert.equal(modelAnswerHint(418, sent), undefined);
    assert.equal(modelAnswerHint(undefined, sent), undefined);
  });
});

describe('A bounded record', () => {
  it('drops what was set longest ago', () => {
    const record = ['a', 'b', 'c', 'a', 'd'].reduce((all, key) => withEntry(all, key, key, 3), {});
    assert.deepEqual(Object.keys(record), ['c', 'a', 'd']);
    assert.deepEqual(Object.keys(withoutEntry(record, 'a')), ['c', 'd']);
  });
});

describe('Figures for a person', () => {
  it('have the unit that fits', () => {
    assert.deepEqual([0, 1023, 1536, 6 * 1024 * 1024].map(formatSize), ['0 B', '1023 B', '1.5 KB', '6 MB']);
    assert.deepEqual([0.84, 9.96, 12.4, 999.4, 1254].map(formatDuration), [
      '0.8 ms',
      '10 ms',
      '12 ms',
      '999 ms',
      '1.25 s',
    ]);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('The payload to begin with', () => {
  const filed = ['/w/payloads/english.json', '/w/payloads/arabic.json'];

  it('is the one somebody looks at', () => {
    assert.equal(firstPayload({ open: ['/w/rows.csv', '/w/payloads/english.json'], filed }), '/w/rows.csv');
  });

  it('else one that is called an example', () => {
    const withExample = [...filed, '/w/payloads/example.json'];
    assert.equal(firstPayload({ open: [], filed: withExample }), '/w/payloads/example.json');
  });

  it('else the first, where there is one', () => {
    assert.equal(firstPayload({ open: [], filed }), '/w/payloads/arabic.json');
    assert.equal(firstPayload({ open: [], filed: [] }), undefined);
  });
});
