// Runs test files with mocha in this process, in plain Node and in the extension host alike.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/**
 * @typedef {object} TestRun
 * @property {string[]} files absolute paths of the bundled test files
 * @property {string} [grep] only the tests whose full title contains this
 * @property {number} timeout of one test or hook, in milliseconds
 * @property {string} [results] where to write the counts as JSON: `{ passed, failed, pending }`
 */

/**
 * @param {TestRun} run
 * @returns {Promise<number>} how many tests failed
 */
export async function runMocha({ files, grep, timeout, results }) {
  Mocha.reporters.Base.useColors = process.stdout.isTTY === true;
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout });
  if (grep) mocha.fgrep(grep);
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      if (results) writeFileSync(results, JSON.stringify({ passed: passes, failed: failures, pending }));
      resolve(failures);
    });
  });
}
