import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { LocalImage } from '../api/images.ts';
import type { ArtifactFinding } from './messages.ts';

/** An archive is read up to here; what tells the kind of model is at its beginning by custom, but need not be. */
const MAX_ENTRIES = 5_000;

/** Programs that `local/node` starts, and the manifest that may name another. */
const nodeFiles = new Set(
  ['', 'code/'].flatMap((folder) => ['serve.mjs', 'serve.js', 'index.mjs', 'index.js'].map((name) => folder + name)),
).add('package.json');

/** Looks into a file or folder of this machine: does it exist, and which of Local's images can serve it? */
export async function peekArtifact(fileUrl: string, signal: AbortSignal): Promise<ArtifactFinding> {
  try {
    return await peek(fileURLToPath(fileUrl), signal);
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'problem', message: `It can’t be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function peek(path: string, signal: AbortSignal): Promise<ArtifactFinding> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return { kind: 'problem', message: `There is no file or folder ${path}.` };
  if (found.isDirectory()) return describe('Folder', await namesInFolder(path));
  const size = formatBytes(found.size);
  if (path.endsWith('.onnx')) return { kind: 'found', note: `ONNX model, ${size}`, image: 'local/onnx' };
  if (!/\.(tar\.gz|tgz)$/i.test(path)) {
    return {
      kind: 'problem',
      message: `${basename(path)} is no artifact: choose a .tar.gz, an .onnx file or a folder.`,
    };
  }
  return describe(`Archive, ${size}`, await namesInArchive(path, signal));
}

function describe(what: string, names: ReadonlySet<string>): ArtifactFinding {
  if (names.size === 0) return { kind: 'problem', message: 'It is empty.' };
  const image = imageFor(names);
  if (image === 'local/onnx') return { kind: 'found', note: `${what}, holds model.onnx`, image };
  if (image === 'local/node') return { kind: 'found', note: `${what}, holds a Node.js program`, image };
  return { kind: 'found', note: `${what}, holds neither model.onnx nor a Node.js program`, image: undefined };
}

/** Which of Local's images serves an artifact with these files. */
function imageFor(names: ReadonlySet<string>): LocalImage | undefined {
  if (names.has('model.onnx')) return 'local/onnx';
  return [...nodeFiles].some((name) => names.has(name)) ? 'local/node' : undefined;
}

async function namesInFolder(path: string): Promise<ReadonlySet<string>> {
  const top = await readdir(path);
  const code = top.includes('code') ? await readdir(`${path}/code`).catch(() => []) : [];
  return new Set([...top, ...code.map((name) => `code/${name}`)]);
}

async function namesInArchive(path: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const entries = extract();
  const names = new Set<string>();
  const enough = new AbortController();
  const reading = pipeline(createReadStream(path), createGunzip(), entries, {
    signal: AbortSignal.any([signal, enough.signal]),
  });
  try {
    for await (const entry of entries) {
      names.add(entry.header.name.replace(/^\.\//, ''));
      entry.resume();
      if (names.size >= MAX_ENTRIES || names.has('model.onnx')) break;
    }
  } finally {
    enough.abort();
    await reading.catch(() => undefined);
  }
  return names;
}

/** A size for a person. */
function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power]}`;
}
