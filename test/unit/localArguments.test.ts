import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { localKeyVariables } from '../../src/api/local.ts';
import { readCommand, type Surroundings } from '../../src/local/arguments.ts';
import { createLog, describeError } from '../../src/local/log.ts';
import { keysFrom } from '../../src/local/service.ts';

const linux: Surroundings = { platform: 'linux', environment: {}, homeDirectory: '/home/ada' };

describe('The local service’s command line', () => {
  it('serves the user’s own folder on any free port when nothing is said', () => {
    assert.deepEqual(readCommand([], linux), {
      kind: 'serve',
      options: {
        dataDirectory: resolve('/home/ada/.local/share/sagemaker-hosting'),
        port: 0,
        stopWithParent: false,
      },
    });
  });

  it('takes folder, port and whether to end with its parent', () => {
    assert.deepEqual(readCommand(['--data', '/tmp/d', '--port=8123', '--stop-with-parent'], linux), {
      kind: 'serve',
      options: { dataDirectory: resolve('/tmp/d'), port: 8123, stopWithParent: true },
    });
  });

  it('explains itself', () => {
    assert.equal(readCommand(['--help', '--port', '1'], linux).kind, 'help');
  });

  it('refuses what it does not understand, in one line', () => {
    const wrong = [
      ['--port', 'http'],
      ['--port', '65536'],
      ['--port', '-1'],
      ['--port', ''],
      ['--data', ''],
      ['--data'],
      ['--verbose'],
      ['serve'],
      ['--stop-with-parent=no'],
    ];
    for (const args of wrong) {
      const command = readCommand(args, linux);
      assert.equal(command.kind, 'refused', args.join(' '));
      if (command.kind === 'refused') assert.match(command.problem, /^[^\n]{10,}$/, args.join(' '));
    }
  });

  it('knows where each platform keeps a user’s data', () => {
    const at = (platform: NodeJS.Platform, environment = {}) => {
      const command = readCommand([], { platform, environment, homeDirectory: '/home/ada' });
      return command.kind === 'serve' ? command.options.dataDirectory : command.kind;
    };
    assert.equal(at('linux', { XDG_DATA_HOME: '/data' }), '/data/sagemaker-hosting');
    assert.equal(at('darwin'), '/home/ada/Library/Application Support/sagemaker-hosting');
    assert.equal(at('win32', { LOCALAPPDATA: '/AppData' }), '/AppData/sagemaker-hosting');
  });
});

describe('The local service’s key pair', () => {
  const { accessKeyId: id, secretAccessKey: secret } = localKeyVariables;

  it('is the environment’s, where it names one', () => {
    assert.deepEqual(keysFrom({ [id]: 'ME', [secret]: 's' }), { accessKeyId: 'ME', secretAccessKey: 's' });
  });

  it('is a new one each time otherwise', () => {
    const [a, b] = [keysFrom({}), keysFrom({ [id]: '', [secret]: '' })];
    assert.ok(a && b);
    assert.match(a.accessKeyId, /^LOCAL[0-9A-F]{16}$/);
    assert.notEqual(a.accessKeyId, b.accessKeyId);
    assert.notEqual(a.secretAccessKey, b.secretAccessKey);
  });

  it('is not made up from half of one, or from an id that no signature can name', () => {
    for (const half of [{ [id]: 'ME' }, { [secret]: 's' }, { [id]: 'A/B', [secret]: 's' }]) {
      assert.equal(keysFrom(half), undefined);
    }
  });
});

describe('The log', () => {
  it('writes one line whatever a value holds', () => {
    const lines: string[] = [];
    createLog(
      (line) => lines.push(line),
      () => new Date(0),
    ).warn('odd', { a: 'b c', forged: 'x\n2026 error', n: 1, none: undefined });
    assert.deepEqual(lines, ['1970-01-01T00:00:00.000Z warn odd a="b c" forged="x\\n2026 error" n=1\n']);
  });

  it('tells an error with its causes', () => {
    const cause = Object.assign(new Error('EACCES'), {});
    assert.equal(describeError(new Error('Could not save.', { cause })), 'Could not save.: EACCES');
  });
});
