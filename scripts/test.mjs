// npm test [-- RING…] [--file TEXT] [--grep TEXT]: prepares the checkout, runs rings of tests, and counts.
import { parseArgs } from 'node:util';
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

/** @typedef {import('./lib/rings.mjs').Ring} Ring */
/** @typedef {import('./lib/test-run.mjs').Selection} Selection */

await run(async () => {
  const { values: selection, positionals } = parseArgs({
    allowPositionals: true,
    options: { grep: { type: 'string' }, file: { type: 'string' } },
  });
  await prepare('packages');
  const rings = await chooseRings(positionals);
  for (const { needs } of rings) await prepare(needs);
  await runRings(rings, selection);
});

/**
 * @param {string[]} names
 * @returns {Promise<Ring[]>}
 * @throws {Error} when a ring is unknown
 */
async function chooseRings(names) {
  const { rings, defaultRings } = await import('./lib/rings.mjs');
  return (names.length > 0 ? names : defaultRings).flatMap((name) => {
    const ring = rings[name];
    if (!ring) throw new Error(`There is no ring "${name}"; there are ${Object.keys(rings).join(', ')}.`);
    return ring;
  });
}

/**
 * @param {Ring[]} rings
 * @param {Selection} selection
 */
async function runRings(rings, selection) {
  const selectsAll = selection.grep === undefined && selection.file === undefined;
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const summary = [];
  for (const ring of rings) {
    console.log(`\n${ring.title}`);
    const started = performance.now();
    const { passed, failed, pending } = await ring.run(selection);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const isEmpty = selectsAll && passed + failed === 0;
    const remark = isEmpty ? '; no test ran, which counts as a failure' : pending > 0 ? `, ${pending} skipped` : '';
    summary.push(`${ring.title}: ${passed} passed, ${failed} failed${remark} (${seconds} s)`);
    total.passed += passed;
    total.failed += isEmpty ? 1 : failed;
  }
  console.log(`\n${summary.join('\n')}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}
