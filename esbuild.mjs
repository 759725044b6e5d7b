// Builds the extension, the local service and the webviews. `watch: true` rebuilds on change.
import { context } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const productionDefines = { 'process.env.NODE_ENV': '"production"' };

/** A CommonJS dependency bundled into an ES module still calls `require` for Node's own modules. */
const requireBanner = `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`;

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  format: 'esm',
  splitting: true,
  sourcemap: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  mainFields: ['module', 'main'],
  define: productionDefines,
};

/**
 * The three bundles of the product: extension host and local service share chunks; webviews stand alone.
 * @param {{ minify: boolean }} options
 * @returns {Record<string, import('esbuild').BuildOptions>}
 */
export function productBundles({ minify }) {
  return {
    node: {
      ...shared,
      minify,
      platform: 'node',
      target: 'node20',
      entryPoints: ['src/extension.ts', 'src/local/main.ts', 'src/local/containers/onnx/host.ts'],
      outbase: 'src',
      outdir: 'dist',
      chunkNames: 'chunks/[name]-[hash]',
      external: ['vscode'],
      banner: { js: requireBanner },
    },
    webview: {
      ...shared,
      minify,
      platform: 'browser',
      target: 'es2022',
      entryPoints: webviewEntries(),
      outbase: 'src/webview',
      outdir: 'dist/webview',
      chunkNames: 'chunks/[name]-[hash]',
      loader: { '.ttf': 'file' },
      assetNames: 'assets/[name]',
    },
  };
}

/** Every folder of src/webview that holds a main.ts is a panel of its own. */
function webviewEntries() {
  return readdirSync('src/webview', { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name === 'main.ts')
    .map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Builds once, or keeps building with `watch`.
 * @param {Record<string, import('esbuild').BuildOptions>} bundles
 * @param {{ watch?: boolean }} [options]
 * @returns {Promise<Record<string, import('esbuild').Metafile>>} what went into each bundle
 */
export async function build(bundles, { watch = false } = {}) {
  /** @type {Record<string, import('esbuild').Metafile>} */
  const metafiles = {};
  for (const [name, options] of Object.entries(bundles)) {
    const bundle = await context(options);
    const result = await bundle.rebuild();
    if (result.metafile) metafiles[name] = result.metafile;
    if (watch) await bundle.watch();
    else await bundle.dispose();
  }
  return metafiles;
}
