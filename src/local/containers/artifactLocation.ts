import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContainerStartError } from './container.ts';

const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Where the artifact of a ModelDataUrl lies on this machine.
 * @param bucketsDirectory the folder that holds a folder a bucket, in place of S3
 * @throws ContainerStartError when the URL is of neither kind, or leads out of its bucket
 */
export function artifactPath(url: string, bucketsDirectory: string): string {
  if (url.startsWith('file:')) return filePath(url);
  if (url.startsWith('s3://')) return bucketPath(url, bucketsDirectory);
  throw new ContainerStartError(
    `ModelDataUrl ${url} can't be read in Local: use file:///… (a model.tar.gz or a folder) or s3://bucket/key.`,
  );
}

function filePath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new ContainerStartError(`ModelDataUrl ${url} is not the URL of a local file: use file:///absolute/path.`, {
      cause: error,
    });
  }
}

function bucketPath(url: string, bucketsDirectory: string): string {
  const [bucket = '', ...segments] = url.slice('s3://'.length).replace(/\/+$/, '').split('/');
  if (!bucketPattern.test(bucket)) {
    throw new ContainerStartError(`ModelDataUrl ${url} names no valid bucket: use s3://bucket/key.`);
  }
  if (segments.length === 0 || segments.some((segment) => !isPlainSegment(segment))) {
    throw new ContainerStartError(`ModelDataUrl ${url} names no key that can be a file in Local: use s3://bucket/key.`);
  }
  return join(bucketsDirectory, bucket, ...segments);
}

function isPlainSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && !/[\\\0]/.test(segment);
}
