// Runs TypeScript programs of the test folder one after another, each in a process of its own.
import { basename, join } from 'node:path';
import { root } from '../../test/workbench/harness/paths.mjs';
import { filesIn } from './fingerprint.mjs';
import { runNode } from './run-in-node.mjs';
import { bundle, withRunFolder } from './test-run.mjs';

/**
 * @param {string} folder beneath `test`
 * @param {RegExp} programs which of its files are programs
 * @param {string[]} texts run only those whose name contains one of these; none: all
 * @throws {Error} when there is no such program, or one fails
 */
export async function runPrograms(folder, programs, texts) {
  const sources = filesIn(join(root, 'test', folder))
    .filter((file) => programs.test(file))
    .filter((file) => texts.length === 0 || texts.some((text) => basename(file).includes(text)))
    .sort();
  if (sources.length === 0) throw new Error(`No program in test/${folder} has ${texts.join(' or ')} in its name.`);
  await withRunFolder(folder, async (runFolder) => {
    for (const program of await bundle(sources, runFolder)) {
      const name = basename(program, '.js');
      console.log(`\n${name.replace(/\.\w+$/, '')}`);
      const code = await runNode(program, []);
      if (code !== 0) throw new Error(`${name} failed (exit code ${code}).`);
    }
  });
}
