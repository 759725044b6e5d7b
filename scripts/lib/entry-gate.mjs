// Keeps the extension's activation light: what is loaded with its entry stays small and of our own making.
/** @typedef {import('esbuild').Metafile} Metafile */

/** Largest entry chunk, in bytes. */
const limit = 50 * 1024;

/**
 * @param {Metafile} metafile of a minified build
 * @param {string} entry output path of the entry chunk
 * @throws {Error} that names what is too large, or which package is loaded at activation and by whom
 */
export function checkEntry(metafile, entry) {
  const size = metafile.outputs[entry]?.bytes;
  if (size === undefined) throw new Error(`The build has not made ${entry}.`);
  if (size > limit) {
    throw new Error(`${entry} has ${size} bytes, more than ${limit}: load what is heavy by import() on first use.`);
  }
  const loaded = staticClosure(metafile, entry);
  const packages = loaded.flatMap((output) => packageInputs(metafile, output));
  if (packages.length > 0) {
    const first = packages.slice(0, 5).map((input) => `  ${input} (imported by ${importers(metafile, input)})`);
    throw new Error(
      `${entry} loads packages at activation; import them by import() on first use:\n${first.join('\n')}`,
    );
  }
}

/**
 * @param {Metafile} metafile
 * @param {string} entry
 * @returns {string[]} the entry and every chunk that is loaded with it
 */
function staticClosure(metafile, entry) {
  const seen = new Set([entry]);
  for (const output of seen) {
    for (const { path, kind, external } of metafile.outputs[output]?.imports ?? []) {
      if (kind === 'import-statement' && !external) seen.add(path);
    }
  }
  return [...seen];
}

/**
 * @param {Metafile} metafile
 * @param {string} output
 */
function packageInputs(metafile, output) {
  return Object.entries(metafile.outputs[output]?.inputs ?? {})
    .filter(([input, { bytesInOutput }]) => input.includes('node_modules/') && bytesInOutput > 0)
    .map(([input]) => input);
}

/**
 * @param {Metafile} metafile
 * @param {string} input
 */
function importers(metafile, input) {
  const names = Object.entries(metafile.inputs)
    .filter(([, { imports }]) => imports.some(({ path, kind }) => path === input && kind !== 'dynamic-import'))
    .map(([name]) => name);
  return names.slice(0, 3).join(', ') || 'an entry';
}
