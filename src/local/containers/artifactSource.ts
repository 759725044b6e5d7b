import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { ContainerStartError } from './container.ts';
import { unpackArtifact } from './unpack.ts';

/** A file that goes into an unpacked artifact. */
interface SourceFile {
  readonly from: string;
  /** Relative to the artifact's folder. */
  readonly to: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** An artifact as its owner keeps it: an archive to unpack, or files to copy. */
export interface ArtifactSource {
  /** Differs when path, size or modification time of anything in it differ. */
  readonly key: string;
  /** Puts the content into an empty folder. */
  unpackInto(directory: string, signal: AbortSignal): Promise<void>;
}

/**
 * Looks at an artifact: a folder, an .onnx file, or else a tar.gz.
 * @returns undefined when there is nothing at the path
 * @throws ContainerStartError when there is something that can't be an artifact
 */
export async function findArtifactSource(path: string): Promise<ArtifactSource | undefined> {
  const found = await stat(path).catch(ignoreMissing);
  if (!found) return undefined;
  if (found.isDirectory()) return copied(path, await filesOfFolder(path));
  if (!found.isFile()) throw new ContainerStartError(`The artifact ${path} is neither a file nor a folder.`);
  if (path.endsWith('.onnx')) return copied(path, await filesOfOnnx(path));
  const archive: SourceFile = { from: path, to: '', size: found.size, mtimeMs: found.mtimeMs };
  return {
    key: keyOf(path, [archive]),
    unpackInto: (directory, signal) => unpackArtifact(path, directory, signal),
  };
}

function copied(path: string, files: readonly SourceFile[]): ArtifactSource {
  return {
    key: keyOf(path, files),
    unpackInto: async (directory, signal) => {
      for (const file of files) {
        signal.throwIfAborted();
        const target = join(directory, file.to);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(file.from, target, constants.COPYFILE_FICLONE);
      }
    },
  };
}

async function filesOfFolder(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files: SourceFile[] = [];
  for (const entry of entries) {
    const from = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    const target = await stat(from).catch(ignoreMissing);
    if (!target?.isFile()) {
      throw new ContainerStartError(
        `The artifact ${folder} can't be copied: ${from} is neither a file nor a folder, nor a link to a file.`,
      );
    }
    files.push({ from, to: relative(folder, from), size: target.size, mtimeMs: target.mtimeMs });
  }
  return files.sort((a, b) => (a.to < b.to ? -1 : 1));
}

/** The model under the name that `local/onnx` looks for, and the weights that PyTorch's exporter leaves beside it. */
async function filesOfOnnx(path: string): Promise<SourceFile[]> {
  const weights = [`${path}.data`, `${path}_data`];
  const files: SourceFile[] = [];
  for (const from of [path, ...weights]) {
    const found = await stat(from).catch(ignoreMissing);
    const to = from === path ? 'model.onnx' : basename(from);
    if (found?.isFile()) files.push({ from, to, size: found.size, mtimeMs: found.mtimeMs });
  }
  return files;
}

function keyOf(path: string, files: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(path);
  for (const { to, size, mtimeMs } of files) hash.update(`\0${to}\0${size}\0${mtimeMs}`);
  return hash.digest('hex').slice(0, 32);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw new ContainerStartError(`The artifact can't be read: ${error.message}`, { cause: error });
}
