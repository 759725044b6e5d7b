import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { readyLine } from '../../api/local.ts';

/** A running service: where it is, its process, and what tells it from any other start. Holds a secret: never log it. */
const serviceDescription = v.object({
  ...readyLine.entries,
  pid: v.number(),
  serviceId: v.pipe(v.string(), v.uuid()),
});

/** A running service. */
export type ServiceDescription = v.InferOutput<typeof serviceDescription>;

/** The description that a file holds; undefined where there is none, or none that can be read. */
export async function readServiceDescription(path: string): Promise<ServiceDescription | undefined> {
  try {
    return v.parse(serviceDescription, JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}
