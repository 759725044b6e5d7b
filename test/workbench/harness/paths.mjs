// Where things are in the checkout, also for code that was bundled into out/.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's own folder. */
export const root = checkoutAbove(dirname(fileURLToPath(import.meta.url)));

/** The package that brings the editor (Code - OSS). */
export const editorPackage = join(root, 'test', 'workbench', 'editor');

/** What builds, tests and the editor write; safe to delete. */
export const out = join(root, 'out');

/**
 * @param {string} folder
 * @returns {string} the nearest folder, upwards from `folder`, that holds the build script
 */
function checkoutAbove(folder) {
  if (existsSync(join(folder, 'esbuild.mjs'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('This script is outside a checkout of the repository.');
  return checkoutAbove(parent);
}
