// Makes a checkout ready: installs what the lock files ask for and builds what changed. Needs nothing but Node and npm.
import { editorPackage, root } from '../test/workbench/harness/paths.mjs';
import { isBuilt } from './lib/build-stamp.mjs';
import { install, isInstalled } from './lib/npm.mjs';
import { say } from './lib/say.mjs';

/** What can be made ready; each includes those before it. */
const stages = /** @type {const} */ (['packages', 'build', 'editor']);

/**
 * Installs and builds where needed, and tells each step it takes.
 * @param {typeof stages[number]} stage
 */
export async function prepare(stage) {
  const last = stages.indexOf(stage);
  if (!isInstalled(root)) {
    say('Installing packages…');
    install(root);
  }
  if (last >= stages.indexOf('build') && !isBuilt()) {
    say('Building…');
    const { buildProduct } = await import('./lib/product.mjs');
    await buildProduct();
  }
  if (last >= stages.indexOf('editor') && !isInstalled(editorPackage)) {
    say('Installing the editor (500 MB on disk, once)…');
    install(editorPackage);
  }
}
