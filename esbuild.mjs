// What is bundled into what: the extension host's and the local service's code, and the webviews.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, context, stop } from 'esbuild';

/** @typedef {import('esbuild').BuildOptions} BuildOptions */
/** @typedef {import('esbuild').Metafile} Metafile */

/** A CommonJS dependency bundled into an ES module still calls `require` for Node's own modules. */
const requireBanner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/** @satisfies {BuildOptions} */
const shared = {
  bundle: true,
  format: 'esm',
  splitting: true,
  sourcemap: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  mainFields: ['module', 'main'],
  define: { 'process.env.NODE_ENV': '"production"' },
};

/**
 * The bundles of the product: extension host, local service and instances share chunks; the webviews share their own.
 * @param {{ minify: boolean }} options
 * @returns {BuildOptions[]}
 */
function productBundles({ minify }) {
  return [
    {
      ...shared,
      minify,
      platform: 'node',
      target: 'node20',
      entryPoints: ['src/extension.ts', 'src/local/main.ts', ...filesNamed('src/local/containers', 'host.ts')],
      outbase: 'src',
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      external: ['vscode'],
      banner: { js: requireBanner },
    },
    {
      ...shared,
      minify,
      platform: 'browser',
      target: 'es2022',
      entryPoints: filesNamed('src/webview', 'main.ts'),
      outbase: 'src/webview',
      outdir: 'dist/webview',
      chunkNames: 'chunks/[name]-[hash]',
      loader: { '.ttf': 'file' },
      assetNames: 'assets/[name]',
    },
  ];
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {string[]} every file of that name in the folder and beneath it
 */
function filesNamed(folder, name) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name === name)
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Builds the bundles as they are shipped.
 * @returns {Promise<Metafile>} what went into which file
 */
export async function buildBundles() {
  /** @type {Metafile} */
  const all = { inputs: {}, outputs: {} };
  for (const options of productBundles({ minify: true })) {
    const { metafile } = await build(options);
    Object.assign(all.inputs, metafile?.inputs);
    Object.assign(all.outputs, metafile?.outputs);
  }
  await stop(); // Its process is of no use to an editor that goes on for hours.
  return all;
}

/** Builds readable bundles, and again whenever a source changes, until the process ends. */
export async function watchBundles() {
  for (const options of productBundles({ minify: false })) {
    const bundle = await context({ ...options, logLevel: 'info' });
    await bundle.watch();
  }
}
