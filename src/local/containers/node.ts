import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ContainerStartError } from './container.ts';
import type { Launcher } from './launcher.ts';

const entryNames = ['serve.mjs', 'serve.js', 'index.mjs', 'index.js'];
const entries = ['', 'code'].flatMap((folder) => entryNames.map((name) => join(folder, name)));

/** `local/node`: the artifact holds a program that follows the container contract. */
export const nodeLauncher: Launcher = {
  async program(modelDirectory) {
    const main = await mainOfPackage(modelDirectory);
    if (main !== undefined) return { entry: await existingMain(modelDirectory, main) };
    for (const name of entries) {
      const entry = join(modelDirectory, name);
      if (await isFile(entry)) return { entry };
    }
    throw new ContainerStartError(
      `The artifact holds no program for the image local/node: give package.json a "main", or add one of ${entries.join(', ')}.`,
    );
  },
};

async function mainOfPackage(modelDirectory: string): Promise<string | undefined> {
  const text = await readFile(join(modelDirectory, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const manifest: unknown = JSON.parse(text);
    const main = typeof manifest === 'object' && manifest !== null && 'main' in manifest ? manifest.main : undefined;
    return typeof main === 'string' ? main : undefined;
  } catch (cause) {
    throw new ContainerStartError(`The artifact's package.json is not valid JSON: ${String(cause)}`, { cause });
  }
}

async function existingMain(modelDirectory: string, main: string): Promise<string> {
  const entry = join(modelDirectory, main);
  if (relative(modelDirectory, entry).startsWith('..') || !(await isFile(entry))) {
    throw new ContainerStartError(`The artifact's package.json names "${main}" as "main", but holds no such file.`);
  }
  return entry;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
