import type { Connections } from '../connections/index.ts';
import { endpointAbilities } from '../hosting/endpointState.ts';
import type { ResourceSummary } from '../hosting/hosting.ts';
import { pickEndpoint } from '../window/pickResource.ts';
import type { EndpointTarget } from './messages.ts';

/** A choice of endpoint. */
export interface EndpointChoice {
  readonly target: EndpointTarget;
  /** False where there was only one. */
  readonly wasChosen: boolean;
}

/** Lets a person choose among the endpoints that answer, or will soon; does not ask where there is only one. */
export async function chooseEndpoint(
  connections: Connections,
  placeHolder: string,
): Promise<EndpointChoice | undefined> {
  let count = 0;
  const accepts = ({ status }: ResourceSummary) => {
    const accepted = status === 'Creating' || endpointAbilities(status).invoke;
    if (accepted) count++;
    return accepted;
  };
  const picked = await pickEndpoint(connections, placeHolder, { accepts });
  if (!picked) return undefined;
  const { connectionId, name } = picked;
  return { target: { connectionId, name }, wasChosen: count > 1 };
}
