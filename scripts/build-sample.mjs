// Builds the artifacts of the sample model, examples/language-id/artifacts/*.tar.gz, from the npm package `lande`.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packArtifact } from './sample/archive.mjs';
import { landeFiles, landeModel, readLande } from './sample/lande.mjs';

const precisions = /** @type {const} */ (['fp32', 'int8']);
const sample = fileURLToPath(new URL('../examples/language-id/', import.meta.url));
const handlers = join(sample, 'code/inference.mjs');
const builders = ['build-sample.mjs', 'sample/archive.mjs', 'sample/lande.mjs', 'sample/onnx.mjs'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);

/**
 * Packs `lande-fp32.tar.gz` and `lande-int8.tar.gz`, unless those in the folder were made of the same inputs.
 * @param {string} [folder] where to
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function buildSample(folder = join(sample, 'artifacts')) {
  const stamp = await inputsHash();
  const stampFile = join(folder, '.inputs');
  const artifacts = precisions.map((precision) => join(folder, `lande-${precision}.tar.gz`));
  if ((await textOf(stampFile)) === stamp && artifacts.every((artifact) => existsSync(artifact))) return false;
  await mkdir(folder, { recursive: true });
  const lande = await readLande();
  const shared = {
    'code/inference.mjs': await readFile(handlers),
    'code/languages.json': `${JSON.stringify(lande.languages)}\n`,
    'code/ngrams.json': `${JSON.stringify(lande.ngrams)}\n`,
    'LICENSE-lande.txt': lande.license,
  };
  for (const precision of precisions) {
    const artifact = await packArtifact({ 'model.onnx': landeModel(lande, precision), ...shared });
    await writeWhole(join(folder, `lande-${precision}.tar.gz`), artifact);
  }
  await writeWhole(stampFile, stamp);
  return true;
}

async function inputsHash() {
  const hash = createHash('sha256');
  for (const file of [...landeFiles, ...builders, handlers]) hash.update(await readFile(file)).update('\0');
  return hash.digest('hex');
}

/** @param {string} file */
async function textOf(file) {
  return readFile(file, 'utf8').catch(() => undefined);
}

/**
 * @param {string} file
 * @param {string | Uint8Array} content
 */
async function writeWhole(file, content) {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log((await buildSample()) ? 'Built the sample model.' : 'The sample model is up to date.');
}
