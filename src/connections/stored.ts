import type { AwsConnection } from './connection.ts';

/** Where the list of connections lies in the extension's global state. It holds names and addresses, no secret. */
export const STORED_CONNECTIONS = 'connections';

/** What makes an AWS connection. */
export interface AwsPlace {
  readonly profile?: string;
  readonly region: string;
  readonly endpointUrl?: string;
}

/** A connection to a place. The same place always has the same id, in every window. */
export function awsConnection({ profile, region, endpointUrl }: AwsPlace): AwsConnection {
  const parts = [profile, region, endpointUrl].map((part) => encodeURIComponent(part ?? ''));
  return {
    kind: 'aws',
    id: `aws/${parts.join('/')}`,
    region,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}

/** Reads the stored list; whatever is not a connection is left out, and nothing comes twice. */
export function storedConnections(stored: unknown): readonly AwsConnection[] {
  if (!Array.isArray(stored)) return [];
  const places = stored.flatMap((entry: unknown) => placeOf(entry) ?? []);
  return [...new Map(places.map((place) => [awsConnection(place).id, awsConnection(place)])).values()];
}

function placeOf(entry: unknown): AwsPlace | undefined {
  if (typeof entry !== 'object' || entry === null || !('region' in entry) || typeof entry.region !== 'string') {
    return undefined;
  }
  const profile = 'profile' in entry && typeof entry.profile === 'string' ? entry.profile : undefined;
  const endpointUrl = 'endpointUrl' in entry && typeof entry.endpointUrl === 'string' ? entry.endpointUrl : undefined;
  return {
    region: entry.region,
    ...(profile === undefined ? {} : { profile }),
    ...(endpointUrl === undefined ? {} : { endpointUrl }),
  };
}
