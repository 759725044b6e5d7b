import type { BirpcReturn } from 'birpc';
import type { DeployHostFunctions, DeployPageFunctions } from '../../deploy/messages.ts';
import type { FieldId } from '../../hosting/deploymentDraft.ts';
import type { FormAction } from './state.ts';

/** What the views call. */
export type HostCalls = BirpcReturn<DeployHostFunctions, DeployPageFunctions>;

/** Takes an action. */
export type Dispatch = (action: FormAction) => void;

/** The id of a field's element. */
export function fieldElementId(field: FieldId): string {
  return `field-${field.replace('.', '-')}`;
}
