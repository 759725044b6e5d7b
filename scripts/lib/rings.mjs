// The rings of tests, from the innermost out.
import { runInExtensionHost } from './run-in-extension-host.mjs';
import { runInNode } from './run-in-node.mjs';

/** @typedef {import('./test-run.mjs').Counts} Counts */
/** @typedef {import('./test-run.mjs').Selection} Selection */
/** @typedef {{ title: string, needs: 'packages' | 'build' | 'editor', run: (selection: Selection) => Promise<Counts> }} Ring */

/** @type {Record<string, Ring[]>} */
export const rings = {
  unit: [{ title: 'Unit', needs: 'packages', run: (selection) => runInNode('unit', selection, 10_000) }],
  local: [{ title: 'Local', needs: 'build', run: (selection) => runInNode('local', selection, 60_000) }],
  workbench: [
    { title: 'Extension host', needs: 'editor', run: (selection) => runInExtensionHost('workbench', selection) },
    { title: 'Workbench', needs: 'editor', run: (selection) => runInNode('workbench/person', selection, 90_000) },
  ],
  desktop: [
    { title: 'Extension host, desktop', needs: 'build', run: (selection) => runInExtensionHost('desktop', selection) },
  ],
};

/** What `npm test` runs unless told otherwise: everything that needs no download. */
export const defaultRings = ['unit', 'local', 'workbench'];
