import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import { ContainerStartError } from './container.ts';

/**
 * Unpacks a model artifact. Links and whatever else is neither a file nor a folder are refused, as are paths that lead
 * out of the folder.
 * @throws ContainerStartError when the file is no tar.gz or holds such an entry
 */
export async function unpackArtifact(archive: string, directory: string, signal: AbortSignal): Promise<void> {
  const entries = extract();
  const feeding = pipeline(createReadStream(archive), createGunzip(), entries, { signal });
  try {
    await Promise.all([feeding, writeEntries(entries, archive, directory, signal)]);
  } catch (error) {
    entries.destroy();
    await feeding.catch(() => undefined);
    signal.throwIfAborted();
    throw error instanceof ContainerStartError ? error : unreadable(archive, error);
  }
}

async function writeEntries(entries: Extract, archive: string, directory: string, signal: AbortSignal): Promise<void> {
  for await (const entry of entries) {
    const problem = entryProblem(entry.header);
    if (problem) throw new ContainerStartError(`The artifact ${archive} can't be unpacked: ${problem}`);
    const path = join(directory, entry.header.name);
    if (entry.header.type === 'directory') {
      await mkdir(path, { recursive: true });
      entry.resume();
    } else {
      await mkdir(dirname(path), { recursive: true });
      const mode = 0o600 | ((entry.header.mode ?? 0) & 0o777);
      await pipeline(entry, createWriteStream(path, { mode }), { signal });
    }
  }
}

/** Why an entry of an archive can't be unpacked, if it can't. */
function entryProblem({ name, type, linkname }: Pick<Header, 'name' | 'type' | 'linkname'>): string | undefined {
  if (type === 'symlink' || type === 'link') {
    return `its entry "${name}" is a link (to "${linkname ?? ''}"). Pack the files themselves: tar --dereference -czf model.tar.gz …`;
  }
  if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') {
    return `its entry "${name}" is neither a file nor a folder (${type ?? 'unknown type'}).`;
  }
  const absolute = /^([\\/]|[a-zA-Z]:)/.test(name);
  const escapes = name.split(/[\\/]/).includes('..');
  if (absolute || escapes || name.includes('\0')) {
    return `its entry "${name}" leads out of the artifact. Pack with paths relative to the model's folder: tar -czf model.tar.gz -C FOLDER .`;
  }
  return undefined;
}

function unreadable(archive: string, error: unknown): ContainerStartError {
  const reason = error instanceof Error ? error.message : String(error);
  // Only the file system's own errors name a system call; the others are about the content.
  if (error instanceof Error && 'syscall' in error) {
    return new ContainerStartError(`The artifact ${archive} can't be unpacked: ${reason}.`, { cause: error });
  }
  return new ContainerStartError(
    `The artifact ${archive} can't be unpacked as a tar.gz (${reason}). Make one with: tar -czf model.tar.gz -C FOLDER .`,
    { cause: error },
  );
}
