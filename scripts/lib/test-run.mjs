// One run of a ring's tests: its own folder, its bundles, its counts.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { out, root } from '../../test/workbench/harness/paths.mjs';
import { filesIn } from './fingerprint.mjs';

/** @typedef {{ passed: number, failed: number, pending: number }} Counts */
/** @typedef {{ grep?: string, file?: string }} Selection texts that test titles and test files' paths must contain */

/** @type {Counts} */
export const nothingRan = { passed: 0, failed: 0, pending: 0 };

/**
 * Gives a run a folder of its own, inside the checkout, so that bundles in it find the checkout's packages.
 * @template T
 * @param {string} name
 * @param {(folder: string) => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function withRunFolder(name, run) {
  const runs = join(out, 'runs');
  mkdirSync(runs, { recursive: true });
  const folder = mkdtempSync(join(runs, `${name.replaceAll('/', '-')}-`));
  try {
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/**
 * The test files in a folder that are selected.
 * @param {string} folder beneath `test`
 * @param {Selection} selection
 * @returns {string[]} absolute paths, sorted
 */
export function testFiles(folder, { file }) {
  return filesIn(join(root, 'test', folder))
    .filter((path) => path.endsWith('.test.ts') && (file === undefined || relative(root, path).includes(file)))
    .sort();
}

/**
 * Bundles TypeScript files of `test` so that plain Node and the extension host can run them.
 * @param {string[]} files absolute paths
 * @param {string} target
 * @returns {Promise<string[]>} the bundles, in the same order
 */
export async function bundle(files, target) {
  const { build } = await import('esbuild');
  const base = join(root, 'test');
  await build({
    entryPoints: files,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'linked',
    logLevel: 'warning',
    outbase: base,
    outdir: target,
    chunkNames: 'chunks/[name]-[hash]',
    absWorkingDir: root,
  });
  return files.map((file) => join(target, relative(base, file).replace(/\.ts$/, '.js')));
}

/**
 * The counts that a run wrote; a run that ended badly has failed, even when every test passed.
 * @param {string} resultsFile
 * @param {string | undefined} problem what went wrong with the run as a whole
 * @returns {Counts}
 */
export function readCounts(resultsFile, problem) {
  try {
    const counts = JSON.parse(readFileSync(resultsFile, 'utf8'));
    if (problem === undefined || counts.failed > 0) return counts;
    console.error(problem);
    return { ...counts, failed: 1 };
  } catch {
    console.error(`The tests ended without a result. ${problem ?? ''}`);
    return { ...nothingRan, failed: 1 };
  }
}
