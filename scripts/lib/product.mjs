// Builds what the package ships into dist/, and the sample's artifacts.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { buildBundles, watchBundles } from '../../esbuild.mjs';
import { root } from '../../test/workbench/harness/paths.mjs';
import { buildSample } from '../build-sample.mjs';
import { markBuilt, markUnbuilt, sourcesFingerprint } from './build-stamp.mjs';
import { checkEntry } from './entry-gate.mjs';
import { filesIn } from './fingerprint.mjs';
import { thirdPartyNotices } from './notices.mjs';

/** Files of packages that are loaded by path at run time, by the folder they go to. */
const assets = {
  // The WebAssembly runtime for models.
  'dist/onnxruntime': [
    'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
    'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  ],
  // The webviews' icons.
  'dist/webview/codicons': [
    'node_modules/@vscode/codicons/dist/codicon.css',
    'node_modules/@vscode/codicons/dist/codicon.ttf',
  ],
};

const noticesFile = 'dist/THIRD-PARTY-NOTICES.txt';

/**
 * Builds everything.
 * @throws {Error} when a bundle has errors or the extension's entry has become heavy
 */
export async function buildProduct() {
  process.chdir(root);
  const from = sourcesFingerprint();
  markUnbuilt();
  const metafile = await buildBundles().catch((error) => {
    throw Array.isArray(error.errors) ? new Error('The build failed.') : error; // esbuild has printed what is wrong.
  });
  checkEntry(metafile, 'dist/extension.js');
  const copies = copyAssets();
  writeFileSync(noticesFile, thirdPartyNotices(metafile, Object.values(assets).flat()));
  removeOthers([...Object.keys(metafile.outputs), ...copies, noticesFile]);
  await buildSample();
  markBuilt(from);
}

/** Builds readable bundles until the process ends. */
export async function watchProduct() {
  process.chdir(root);
  markUnbuilt();
  copyAssets();
  await buildSample();
  await watchBundles();
}

/** @returns {string[]} the copies, by path in the checkout */
function copyAssets() {
  return Object.entries(assets).flatMap(([folder, files]) => {
    mkdirSync(folder, { recursive: true });
    return files.map((file) => {
      const copy = `${folder}/${basename(file)}`;
      cpSync(file, copy);
      return copy;
    });
  });
}

/**
 * Removes what earlier builds left, only after the new files are there: an editor may be running on them.
 * @param {string[]} current
 */
function removeOthers(current) {
  const kept = new Set(current);
  for (const file of filesIn(join(root, 'dist'))) {
    if (!kept.has(relative(root, file).replaceAll(sep, '/'))) rmSync(file);
  }
}
