import type { ResourceKind } from '../hosting/hosting.ts';

/**
 * What a command is to work on. Tree items are of this shape, so that a command of any room can take one as its argument without
 * knowing the tree.
 */
export interface ResourceTarget {
  readonly connectionId: string;
  readonly kind: ResourceKind;
  readonly name: string;
}

/** Whether a command's argument names a resource. */
export function isResourceTarget(argument: unknown): argument is ResourceTarget {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'connectionId' in argument &&
    'kind' in argument &&
    'name' in argument &&
    typeof argument.connectionId === 'string' &&
    typeof argument.name === 'string'
  );
}
