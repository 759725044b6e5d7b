import { localArn } from '../arn.ts';
import type { EndpointRecordStore } from '../fleet/endpointFleets.ts';
import type { Log } from '../log.ts';
import { type Clock, createClock } from './clock.ts';
import type { DataDirectory } from './dataDirectory.ts';
import { RecordFolder } from './recordFolder.ts';
import { endpointConfigRecord, endpointRecord, modelRecord, tagsRecord } from './recordSchemas.ts';
import type { EndpointConfigRecord, EndpointRecord, ModelRecord } from './records.ts';
import { ResourceStore } from './resourceStore.ts';
import { TagStore } from './tagStore.ts';

/** Everything durable of a service, loaded. */
export interface ServiceState {
  readonly clock: Clock;
  readonly models: ResourceStore<ModelRecord>;
  readonly endpointConfigs: ResourceStore<EndpointConfigRecord>;
  readonly tags: TagStore;
  /** Endpoints as they were when the service last ended. */
  readonly endpoints: readonly EndpointRecord[];
  /** Where the fleets keep endpoints from now on; a removed endpoint's tags go with it. */
  readonly endpointStore: EndpointRecordStore;
}

/** Loads what a data directory holds. Damaged records are set aside and logged. */
export async function loadServiceState(directory: DataDirectory, log: Log): Promise<ServiceState> {
  const clock = createClock();
  const models = new ResourceStore(new RecordFolder<ModelRecord>(directory.models, modelRecord, log));
  const endpointConfigs = new ResourceStore(
    new RecordFolder<EndpointConfigRecord>(directory.endpointConfigs, endpointConfigRecord, log),
  );
  const endpointFolder = new RecordFolder<EndpointRecord>(directory.endpoints, endpointRecord, log);
  await Promise.all([models.load(clock), endpointConfigs.load(clock)]);
  const endpoints = await endpointFolder.load();
  for (const { lastModifiedTime } of endpoints) clock.advanceBeyond(lastModifiedTime);
  const present = new Set([...models.all(), ...endpointConfigs.all(), ...endpoints].map(({ arn }) => arn));
  const tags = new TagStore(new RecordFolder(directory.tags, tagsRecord, log));
  await tags.load((arn) => present.has(arn));
  return { clock, models, endpointConfigs, tags, endpoints, endpointStore: endpointStoreOf(endpointFolder, tags) };
}

function endpointStoreOf(folder: RecordFolder<EndpointRecord>, tags: TagStore): EndpointRecordStore {
  return {
    save: (record) => folder.save(record),
    async remove(name) {
      // Tags first: until its record is gone, no new endpoint of the name can be given any.
      await tags.replace(localArn('endpoint', name), []);
      await folder.remove(name);
    },
  };
}
