// The one entry of the tests inside the extension host, for a desktop VS Code and for the workbench from npm.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runMocha } from '../../shared/run-mocha.mjs';

/**
 * Called by the editor once the extension host runs.
 * @throws {Error} when a test failed
 */
export async function run(): Promise<void> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join(folder, name))
    .sort();
  const { TEST_GREP, TEST_RESULTS } = process.env;
  const failures = await runMocha({ files, grep: TEST_GREP, timeout: 30_000, results: TEST_RESULTS });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
