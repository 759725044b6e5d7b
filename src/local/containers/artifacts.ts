import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactPath } from './artifactLocation.ts';
import { type ArtifactSource, findArtifactSource } from './artifactSource.ts';
import { ContainerStartError } from './container.ts';
import { SharedWork } from './sharedWork.ts';

/** An artifact unpacked on this machine; instances share it and must not write to it. */
export interface UnpackedArtifact {
  /** The folder that a container knows as /opt/ml/model. */
  readonly directory: string;
  /** Names this content among all unpacked ones, for `prune`. */
  readonly key: string;
}

/** Folders of the cache whose names begin so are still being written. */
const unfinished = 'unfinished-';

/** Names a file inside an entry's folder, beside the content. */
const urlFile = 'url';

/**
 * Unpacked artifacts: `ROOT/KEY/model` holds the content, `ROOT/KEY/url` the ModelDataUrl it came from. The key follows path,
 * size and modification time, so that a changed artifact is unpacked anew. Content stays usable when its original has gone.
 */
export class ArtifactStore {
  readonly #root: string;
  readonly #buckets: string;
  readonly #unpacking = new SharedWork<UnpackedArtifact>();
  readonly #unfinished = new Set<string>();

  /**
   * @param root folder of the unpacked artifacts, made when needed
   * @param buckets folder that stands in for S3: `s3://bucket/key` is `BUCKETS/bucket/key`
   */
  constructor(root: string, buckets: string) {
    this.#root = root;
    this.#buckets = buckets;
  }

  /**
   * The unpacked content of a ModelDataUrl; unpacks it if that has not been done yet.
   * @throws ContainerStartError when there is no such artifact or it can't be unpacked
   */
  async materialise(url: string, signal?: AbortSignal): Promise<UnpackedArtifact> {
    signal?.throwIfAborted();
    const path = artifactPath(url, this.#buckets);
    const source = await findArtifactSource(path);
    if (source) {
      return this.#unpacking.run(source.key, (allGone) => this.#unpack(url, source, allGone), signal);
    }
    const kept = await this.#newestOf(url);
    if (kept) return kept;
    const place = url.startsWith('s3:') ? `${path}, where Local keeps the objects of its buckets` : path;
    throw new ContainerStartError(`The artifact ${url} does not exist: there is no file or folder ${place}.`);
  }

  /**
   * Removes whatever is not in use, including what an interrupted unpacking left behind.
   * @param keysInUse of everything that runs, is being started, or shall start again without its original
   */
  async prune(keysInUse: ReadonlySet<string>): Promise<void> {
    const entries = await readdir(this.#root).catch(() => []);
    const unused = entries.filter((name) => !keysInUse.has(name) && !this.#unfinished.has(name));
    await Promise.all(unused.map((name) => rm(join(this.#root, name), { recursive: true, force: true })));
  }

  /** The newest unpacked content of each of these ModelDataUrls that has any. */
  async newestKeys(urls: Iterable<string>): Promise<ReadonlySet<string>> {
    const newest = await Promise.all([...new Set(urls)].map((url) => this.#newestOf(url)));
    return new Set(newest.flatMap((unpacked) => (unpacked ? [unpacked.key] : [])));
  }

  async #unpack(url: string, source: ArtifactSource, signal: AbortSignal): Promise<UnpackedArtifact> {
    const unpacked = this.#entry(source.key);
    if (await isFolder(unpacked.directory)) return unpacked;
    const name = `${unfinished}${randomUUID()}`;
    const temporary = join(this.#root, name);
    this.#unfinished.add(name);
    try {
      await mkdir(join(temporary, 'model'), { recursive: true });
      await writeFile(join(temporary, urlFile), url);
      await source.unpackInto(join(temporary, 'model'), signal);
      await this.#publish(temporary, source.key);
    } finally {
      await rm(temporary, { recursive: true, force: true });
      this.#unfinished.delete(name);
    }
    return unpacked;
  }

  async #publish(temporary: string, key: string): Promise<void> {
    try {
      await rename(temporary, join(this.#root, key));
    } catch (error) {
      if (!(await isFolder(this.#entry(key).directory))) throw error;
    }
  }

  async #newestOf(url: string): Promise<UnpackedArtifact | undefined> {
    const names = await readdir(this.#root).catch(() => []);
    const entries = await Promise.all(
      names.filter((name) => !name.startsWith(unfinished)).map((key) => this.#origin(key)),
    );
    const [newest] = entries.filter((entry) => entry.url === url).sort((a, b) => b.unpackedAt - a.unpackedAt);
    return newest && this.#entry(newest.key);
  }

  async #origin(key: string): Promise<{ key: string; url: string | undefined; unpackedAt: number }> {
    const file = join(this.#root, key, urlFile);
    const url = await readFile(file, 'utf8').catch(() => undefined);
    const unpackedAt = url === undefined ? 0 : (await stat(file)).mtimeMs;
    return { key, url, unpackedAt };
  }

  #entry(key: string): UnpackedArtifact {
    return { key, directory: join(this.#root, key, 'model') };
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
