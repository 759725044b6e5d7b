import type { EndpointStatus } from '../api/endpoints.ts';

/** What can be done with an endpoint in a state (developer guide; API: `EndpointStatus`). */
export interface EndpointAbilities {
  /** It takes requests: the old fleet serves while a new one comes up. */
  readonly invoke: boolean;
  /** It takes a new configuration, new weights or new instance counts. */
  readonly update: boolean;
  readonly delete: boolean;
}

const abilities: Readonly<Record<EndpointStatus, EndpointAbilities>> = {
  OutOfService: { invoke: false, update: false, delete: true },
  Creating: { invoke: false, update: false, delete: false },
  Updating: { invoke: true, update: false, delete: false },
  SystemUpdating: { invoke: true, update: false, delete: false },
  RollingBack: { invoke: true, update: false, delete: false },
  InService: { invoke: true, update: true, delete: true },
  Deleting: { invoke: false, update: false, delete: false },
  Failed: { invoke: false, update: false, delete: true },
  UpdateRollbackFailed: { invoke: true, update: false, delete: true },
};

const everything: EndpointAbilities = { invoke: true, update: true, delete: true };

/** What can be done with an endpoint now. Where its state is not known, the service has the last word. */
export function endpointAbilities(status: EndpointStatus | undefined): EndpointAbilities {
  return status === undefined ? everything : (abilities[status] ?? everything);
}

/** How a state looks: well, on its way to another, bad, or out of use. */
export type EndpointMood = 'good' | 'busy' | 'bad' | 'idle';

/** How an endpoint's state looks. */
export function endpointMood(status: EndpointStatus | undefined): EndpointMood {
  switch (status) {
    case 'InService':
      return 'good';
    case 'Creating':
    case 'Updating':
    case 'SystemUpdating':
    case 'RollingBack':
    case 'Deleting':
      return 'busy';
    case 'Failed':
    case 'UpdateRollbackFailed':
      return 'bad';
    default:
      return 'idle';
  }
}

/** Whether the endpoint goes on to another state by itself. */
export function isInTransition(status: EndpointStatus | undefined): boolean {
  return endpointMood(status) === 'busy';
}
