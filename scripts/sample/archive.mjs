// Packs a model artifact: the same entries always give the same bytes.
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** Where gzip notes the operating system (RFC 1952); 255 is "unknown". */
const gzipSystemByte = 9;

/**
 * A tar.gz in memory.
 * @param {Record<string, string | Uint8Array>} entries content by path
 * @returns {Promise<Buffer>}
 */
export async function packArtifact(entries) {
  const archive = pack();
  for (const [name, content] of Object.entries(entries)) {
    archive.entry({ name, mtime: new Date(0), mode: 0o644, uid: 0, gid: 0 }, Buffer.from(content));
  }
  archive.finalize();
  const compressed = gzipSync(await buffer(archive), { level: 9 });
  compressed[gzipSystemByte] = 255;
  return compressed;
}
