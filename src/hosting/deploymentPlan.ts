import type {
  CreateEndpointCommandInput,
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
  ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker';
import { joinedName, namesLike } from './proposedNames.ts';

/** What someone wants deployed; every value keeps the API's rules. */
export interface DeploymentSpec {
  readonly endpointName: string;
  readonly executionRoleArn?: string;
  readonly variants: readonly VariantSpec[];
}

/** One production variant to be deployed, with a model of its own. */
export interface VariantSpec {
  readonly name: string;
  readonly modelDataUrl: string;
  readonly image: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly weight: number;
}

/** The inputs of the calls that deploy: what will be made, by name. */
export interface DeploymentPlan {
  readonly models: readonly Planned<CreateModelCommandInput & { ModelName: string }>[];
  readonly endpointConfig: Planned<CreateEndpointConfigCommandInput & { EndpointConfigName: string }>;
  readonly endpoint: CreateEndpointCommandInput & { EndpointName: string };
}

/** A resource that will be created, or is there already in exactly this form and will be used. */
export interface Planned<Input> {
  readonly input: Input;
  readonly exists: boolean;
}

/** What is already there under names like those that a deployment would give. */
export interface ExistingResources {
  /** By name; undefined where only the name is known. */
  readonly models: ReadonlyMap<string, DescribeModelCommandOutput | undefined>;
  readonly endpointConfigs: ReadonlyMap<string, DescribeEndpointConfigCommandOutput | undefined>;
}

/** One call of the API. */
export interface ApiCall {
  readonly operation: 'CreateModel' | 'CreateEndpointConfig' | 'CreateEndpoint';
  readonly input: object;
}

/**
 * Names and describes everything that a deployment creates. What an earlier try has left behind is used again where it is exactly
 * what is wanted; names that belong to something else are left alone.
 */
export function planDeployment(spec: DeploymentSpec, existing: ExistingResources): DeploymentPlan {
  const models = planModels(spec, existing);
  const endpointConfig = planConfig(
    spec,
    models.map(({ input }) => input.ModelName),
    existing,
  );
  const { EndpointConfigName } = endpointConfig.input;
  return { models, endpointConfig, endpoint: { EndpointName: spec.endpointName, EndpointConfigName } };
}

/** The calls that a plan comes to, in their order. */
export function apiCalls(plan: DeploymentPlan): ApiCall[] {
  const models = plan.models.filter(({ exists }) => !exists);
  const configs = [plan.endpointConfig].filter(({ exists }) => !exists);
  return [
    ...models.map(({ input }): ApiCall => ({ operation: 'CreateModel', input })),
    ...configs.map(({ input }): ApiCall => ({ operation: 'CreateEndpointConfig', input })),
    { operation: 'CreateEndpoint', input: plan.endpoint },
  ];
}

/** Instances that a plan starts, for each instance type: what is paid for. */
export function plannedInstances(plan: DeploymentPlan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { InstanceType, InitialInstanceCount } of plan.endpointConfig.input.ProductionVariants ?? []) {
    if (InstanceType === undefined) continue;
    counts.set(InstanceType, (counts.get(InstanceType) ?? 0) + (InitialInstanceCount ?? 1));
  }
  return counts;
}

/** The names that a deployment would give first, before it looks at what is taken. */
export function wantedNames(spec: DeploymentSpec): { models: string[]; endpointConfig: string } {
  return {
    models: spec.variants.map(({ name }) => joinedName(spec.endpointName, name)),
    endpointConfig: joinedName(spec.endpointName, 'config'),
  };
}

function planModels(spec: DeploymentSpec, existing: ExistingResources): DeploymentPlan['models'] {
  const planned: Planned<CreateModelCommandInput & { ModelName: string }>[] = [];
  for (const variant of spec.variants) {
    const definition = modelDefinition(variant, spec.executionRoleArn);
    const named = placeName(joinedName(spec.endpointName, variant.name), (name) => {
      if (planned.some(({ input }) => input.ModelName === name)) return 'other';
      if (!existing.models.has(name)) return 'free';
      const model = existing.models.get(name);
      return model && isSameModel(model, definition) ? 'same' : 'other';
    });
    planned.push({ input: { ModelName: named.name, ...definition }, exists: named.exists });
  }
  return planned;
}

function planConfig(
  spec: DeploymentSpec,
  modelNames: readonly string[],
  existing: ExistingResources,
): DeploymentPlan['endpointConfig'] {
  const variants = spec.variants.map((variant, index) => productionVariant(variant, modelNames[index] ?? ''));
  const named = placeName(joinedName(spec.endpointName, 'config'), (name) => {
    if (!existing.endpointConfigs.has(name)) return 'free';
    const config = existing.endpointConfigs.get(name);
    return config && isSameConfig(config, variants) ? 'same' : 'other';
  });
  return { input: { EndpointConfigName: named.name, ProductionVariants: variants }, exists: named.exists };
}

/** The first name that is free, or that already stands for the same thing. */
function placeName(
  wanted: string,
  look: (name: string) => 'free' | 'same' | 'other',
): { name: string; exists: boolean } {
  for (const name of namesLike(wanted)) {
    const found = look(name);
    if (found !== 'other') return { name, exists: found === 'same' };
  }
  return { name: wanted, exists: false };
}

function modelDefinition(
  { image, modelDataUrl }: VariantSpec,
  executionRoleArn: string | undefined,
): Omit<CreateModelCommandInput, 'ModelName'> {
  const role = executionRoleArn === undefined ? {} : { ExecutionRoleArn: executionRoleArn };
  return { PrimaryContainer: { Image: image, ModelDataUrl: modelDataUrl }, ...role };
}

function productionVariant(variant: VariantSpec, modelName: string): ProductionVariantInput {
  return {
    VariantName: variant.name,
    ModelName: modelName,
    InstanceType: variant.instanceType as ProductionVariantInstanceType,
    InitialInstanceCount: variant.instanceCount,
    InitialVariantWeight: variant.weight,
  };
}

type ProductionVariantInput = NonNullable<CreateEndpointConfigCommandInput['ProductionVariants']>[number];

function isSameModel(model: DescribeModelCommandOutput, wanted: Omit<CreateModelCommandInput, 'ModelName'>): boolean {
  const { Image, ModelDataUrl, Environment, Mode, ...rest } = model.PrimaryContainer ?? {};
  const plain =
    (model.Containers ?? []).length === 0 &&
    !model.VpcConfig &&
    !model.EnableNetworkIsolation &&
    Object.keys(Environment ?? {}).length === 0 &&
    (Mode ?? 'SingleModel') === 'SingleModel' &&
    // The service describes the artifact a second time in its newer form.
    Object.entries(rest).every(([key, value]) => value === undefined || key === 'ModelDataSource');
  return (
    plain &&
    Image === wanted.PrimaryContainer?.Image &&
    ModelDataUrl === wanted.PrimaryContainer?.ModelDataUrl &&
    model.ExecutionRoleArn === wanted.ExecutionRoleArn
  );
}

function isSameConfig(config: DescribeEndpointConfigCommandOutput, wanted: readonly ProductionVariantInput[]): boolean {
  const found = config.ProductionVariants ?? [];
  const plain =
    !config.DataCaptureConfig?.EnableCapture &&
    !config.AsyncInferenceConfig &&
    !config.KmsKeyId &&
    (config.ShadowProductionVariants ?? []).length === 0;
  return (
    plain && found.length === wanted.length && wanted.every((variant, index) => isSameVariant(found[index], variant))
  );
}

function isSameVariant(found: ProductionVariantInput | undefined, wanted: ProductionVariantInput): boolean {
  return (
    found !== undefined &&
    found.VariantName === wanted.VariantName &&
    found.ModelName === wanted.ModelName &&
    found.InstanceType === wanted.InstanceType &&
    found.InitialInstanceCount === wanted.InitialInstanceCount &&
    Math.fround(found.InitialVariantWeight ?? 1) === Math.fround(wanted.InitialVariantWeight ?? 1)
  );
}
