// Runs a ring of tests with mocha in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../test/workbench/harness/paths.mjs';
import { bundle, nothingRan, readCounts, testFiles, withRunFolder } from './test-run.mjs';

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
 */
export function runNode(script, args) {
  const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
}
