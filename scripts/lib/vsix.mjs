// Makes the package that users install, and keeps it small.
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { root } from '../../test/workbench/harness/paths.mjs';

/** Largest package, in bytes. */
const limit = 6 * 1024 * 1024;

/** How many of the largest files are told. */
const told = 5;

/**
 * Packs the built extension.
 * @param {string} vsix where to
 * @returns {Promise<string>} its size and its largest files, as text
 * @throws {Error} when it is above the limit
 */
export async function packVsix(vsix) {
  mkdirSync(dirname(vsix), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsix,
    dependencies: false,
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
  });
  const { size } = statSync(vsix);
  const report = `${vsix}: ${megabytes(size)}; its largest files, unpacked:\n${await largestFiles()}`;
  if (size > limit) throw new Error(`${report}\nThe package is above its limit of ${megabytes(limit)}.`);
  return report;
}

async function largestFiles() {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  return files
    .map((file) => ({ file, size: statSync(join(root, file)).size }))
    .sort((one, other) => other.size - one.size)
    .slice(0, told)
    .map(({ file, size }) => `  ${megabytes(size).padStart(9)}  ${file}`)
    .join('\n');
}

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}
