import { refuseUnsupported, type SupportTable, unsupported } from './support.ts';

const deploymentConfig = (value: unknown): string | undefined =>
  isAllAtOnce(value)
    ? undefined
    : 'it moves all traffic at once when every new instance is healthy, without waiting or alarms. Leave DeploymentConfig out.';

/** API: `CreateEndpointInput`. */
const createMembers: SupportTable = {
  EndpointName: 'taken',
  EndpointConfigName: 'taken',
  Tags: 'taken',
  DeploymentConfig: deploymentConfig,
};

/** API: `UpdateEndpointInput`. Every deployment in Local has the same configuration, so retaining it changes nothing. */
const updateMembers: SupportTable = {
  EndpointName: 'taken',
  EndpointConfigName: 'taken',
  RetainAllVariantProperties: 'taken',
  ExcludeRetainedVariantProperties: 'taken',
  RetainDeploymentConfig: 'taken',
  DeploymentConfig: deploymentConfig,
};

/** API: `DesiredWeightAndCapacity`. */
const changeMembers: SupportTable = {
  VariantName: 'taken',
  DesiredWeight: 'taken',
  DesiredInstanceCount: 'taken',
  ServerlessUpdateConfig: unsupported('it has no serverless variants yet. Leave it out.'),
};

/** Refuses what Local can't honour of a CreateEndpoint. */
export function refuseUnsupportedCreation(input: object): void {
  refuseUnsupported(input, createMembers);
}

/** Refuses what Local can't honour of an UpdateEndpoint. */
export function refuseUnsupportedUpdate(input: object): void {
  refuseUnsupported(input, updateMembers);
}

/** Refuses what Local can't honour of an UpdateEndpointWeightsAndCapacities. */
export function refuseUnsupportedChanges(changes: readonly object[]): void {
  changes.forEach((change, index) => {
    refuseUnsupported(change, changeMembers, `DesiredWeightsAndCapacities[${index}].`);
  });
}

/** API: `DeploymentConfig`. Blue/green, all at once, with nothing to wait or to watch for. */
function isAllAtOnce(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, ['BlueGreenUpdatePolicy'])) return false;
  const policy = value.BlueGreenUpdatePolicy;
  if (policy === undefined) return true;
  if (!isObject(policy) || !hasOnly(policy, ['TrafficRoutingConfiguration', 'TerminationWaitInSeconds'])) return false;
  const routing = policy.TrafficRoutingConfiguration;
  return (policy.TerminationWaitInSeconds ?? 0) === 0 && isObject(routing) && routesAllAtOnce(routing);
}

function routesAllAtOnce(routing: Readonly<Record<string, unknown>>): boolean {
  return (
    hasOnly(routing, ['Type', 'WaitIntervalInSeconds']) &&
    routing.Type === 'ALL_AT_ONCE' &&
    (routing.WaitIntervalInSeconds ?? 0) === 0
  );
}

function hasOnly(value: object, members: readonly string[]): boolean {
  return Object.keys(value).every((member) => members.includes(member));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
