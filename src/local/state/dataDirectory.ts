import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where everything lies in a data directory. */
export interface DataDirectory {
  readonly root: string;
  readonly models: string;
  readonly endpointConfigs: string;
  readonly endpoints: string;
  readonly tags: string;
  readonly lock: string;
  /** Names the running service and its key pair: other editor windows find it here. */
  readonly serviceFile: string;
  /** Unpacked model artifacts. */
  readonly artifacts: string;
  /** Local's stand-in for S3: a folder a bucket. */
  readonly buckets: string;
  /** Working folders of instances. */
  readonly instances: string;
  /** What instances wrote. */
  readonly logs: string;
}

/** The layout of the data directory at `root`. */
export function dataDirectoryAt(root: string): DataDirectory {
  return {
    root,
    models: join(root, 'models'),
    endpointConfigs: join(root, 'endpoint-configs'),
    endpoints: join(root, 'endpoints'),
    tags: join(root, 'tags'),
    lock: join(root, 'lock'),
    serviceFile: join(root, 'service.json'),
    artifacts: join(root, 'artifacts'),
    buckets: join(root, 'buckets'),
    instances: join(root, 'instances'),
    logs: join(root, 'logs'),
  };
}

/**
 * Makes the directory where it is missing. It holds key pairs, models and what they are told and say, so only its owner may
 * read them, also where the directory itself was there before and is open to others.
 */
export async function prepareDataDirectory(directory: DataDirectory): Promise<void> {
  try {
    const made = await mkdir(directory.root, { recursive: true, mode: 0o700 });
    if (made !== undefined) await chmod(directory.root, 0o700);
  } catch (error) {
    throw new Error(`The data folder ${directory.root} can't be made. Choose another one with --data.`, {
      cause: error,
    });
  }
  for (const folder of [directory.artifacts, directory.buckets, directory.instances, directory.logs]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
}
