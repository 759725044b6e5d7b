// Runs a ring of tests with mocha in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../test/workbench/harness/paths.mjs';
import { bundle, nothingRan, readCounts, testFiles, withRunFolder } from './test-run.mjs';

const exitOnSignal = join(root, 'scripts', 'lib', 'exit-on-signal.mjs');

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * @param {string} folder beneath `test`
 * @param {import('./test-run.mjs').Selection} selection
 * @param {number} timeout of one test, in milliseconds
 */
export function runInNode(folder, selection, timeout) {
  return withRunFolder(folder, async (runFolder) => {
    const sources = testFiles(folder, selection);
    if (sources.length === 0) return nothingRan;
    const results = join(runFolder, 'results.json');
    const run = { files: await bundle(sources, runFolder), grep: selection.grep, timeout, results };
    const code = await runNode(join(root, 'test', 'shared', 'mocha-process.mjs'), [JSON.stringify(run)]);
    return readCounts(results, code === 0 ? undefined : `The test process ended with exit code ${code}.`);
  });
}

/**
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number | null>} the exit code
 * @throws {Error} when a signal asked this process to end; the script has ended then
 */
export function runNode(script, args) {
  const options = ['--enable-source-maps', '--import', pathToFileURL(exitOnSignal).href];
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, [...options, script, ...args], { cwd: root, stdio: 'inherit', env });
  let interrupted = false;
  /** @param {NodeJS.Signals} name */
  const interrupt = (name) => {
    interrupted = true;
    child.kill(name);
  };
  for (const name of signals) process.on(name, interrupt);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      for (const name of signals) process.off(name, interrupt);
      if (interrupted) reject(new Error('Interrupted.'));
      else resolve(code);
    });
  });
}
