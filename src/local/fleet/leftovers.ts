import { readdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '../log.ts';
import type { FleetContext } from './context.ts';

/** How long the logs of an endpoint that is gone are kept after the last line. */
const LOGS_KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Clears away, in its own time, what services before this one left: the folders of instances that they could not clear away
 * when they were killed, and logs of endpoints that have long been gone. Never fails. To be called before any instance starts.
 */
export function clearLeftovers(context: FleetContext, endpointNames: ReadonlySet<string>): void {
  const instances = join(context.directory, 'instances');
  for (const name of namesIn(instances)) void remove(context, join(instances, name));
  const logs = join(context.directory, 'logs');
  const keptSince = context.now() - LOGS_KEPT_MS;
  for (const name of namesIn(logs).filter((endpoint) => !endpointNames.has(endpoint))) {
    void removeUnchanged(context, join(logs, name), keptSince);
  }
}

async function removeUnchanged(context: FleetContext, folder: string, since: number): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('.log'));
  const changed = await Promise.all(files.map((name) => stat(join(folder, name)).catch(() => undefined)));
  if (changed.every((file) => file === undefined || file.mtimeMs < since)) await remove(context, folder);
}

async function remove({ log }: FleetContext, path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((cause) =>
    log.warn('leftover not removed', { path, reason: describeError(cause) }),
  );
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
