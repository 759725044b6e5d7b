// Remembers what the last build was made from.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { out, root } from '../../test/workbench/harness/paths.mjs';
import { fingerprint } from './fingerprint.mjs';

/** What the build reads. */
const sources = [
  ...['src', 'esbuild.mjs', 'package-lock.json', 'scripts/lib', 'scripts/build.mjs'],
  ...['scripts/build-sample.mjs', 'scripts/sample', 'examples/language-id/code'],
];

/** What the build writes; if one is gone, the build is not up to date. */
const products = ['dist/extension.js', 'dist/local/main.js', 'dist/onnxruntime', 'examples/language-id/artifacts'];

const file = join(out, 'build.stamp');

/** @returns {string} changes whenever the build would */
export function sourcesFingerprint() {
  return fingerprint(root, sources);
}

/** Whether the last build was made from the sources as they are. */
export function isBuilt() {
  if (!products.every((product) => existsSync(join(root, product))) || !existsSync(file)) return false;
  return readFileSync(file, 'utf8') === sourcesFingerprint();
}

/** @param {string} built the fingerprint from before the build */
export function markBuilt(built) {
  mkdirSync(out, { recursive: true });
  writeFileSync(file, built);
}

/** Says that what is there is no complete build. */
export function markUnbuilt() {
  rmSync(file, { force: true });
}
