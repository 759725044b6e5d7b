import { isLocalImage, localImages } from '../../api/images.ts';
import type { ContainerDefinition, CreateModelInput } from '../../api/models.ts';
import { validationException } from '../protocol/serviceError.ts';
import { refuseUnsupported, type SupportTable, unsupported, unsupportedUnlessEmpty } from './support.ts';

/** Most characters of all of a container's variables together (developer guide: 32 KB). */
const MAX_ENVIRONMENT_BYTES = 32 * 1024;

/** API: `CreateModelInput`. */
const modelMembers: SupportTable = {
  ModelName: 'taken',
  PrimaryContainer: 'taken',
  Containers: (value) =>
    Array.isArray(value) && value.length > 1
      ? 'it does not run pipelines of several containers yet. Give the model one container.'
      : undefined,
  ExecutionRoleArn: 'taken',
  EnableNetworkIsolation: 'taken',
  VpcConfig: 'taken',
  Tags: 'taken',
  InferenceExecutionConfig: (value) =>
    isObject(value) && value.Mode === 'Direct'
      ? 'it does not invoke containers directly yet. Leave it out, or set its Mode to Serial.'
      : undefined,
};

/** API: `ContainerDefinition`. */
const containerMembers: SupportTable = {
  Image: (value) =>
    isLocalImage(String(value)) ? undefined : `it runs ${listed(localImages)} so far, not "${value}".`,
  ModelDataUrl: (value) =>
    /^(file|s3):/u.test(String(value))
      ? undefined
      : 'it downloads nothing. Give a file:/// address, or an s3:// address of a file in its own bucket folder.',
  Environment: 'taken',
  ContainerHostname: 'taken',
  ImageConfig: 'taken',
  ContainerMetricsConfig: 'taken',
  Mode: (value) =>
    value === 'MultiModel' ? 'it does not serve several models in one container yet. Use SingleModel.' : undefined,
  MultiModelConfig: unsupported('it does not serve several models in one container yet. Leave it out.'),
  ModelDataSource: unsupported('it reads artifacts from ModelDataUrl only. Use that.'),
  AdditionalModelDataSources: unsupportedUnlessEmpty('it reads artifacts from ModelDataUrl only. Leave it out.'),
  ModelPackageName: unsupported('it has no model packages. Give Image and ModelDataUrl.'),
  InferenceSpecificationName: unsupported('it has no model packages. Leave it out.'),
};

/**
 * The one container of a model that Local can run.
 * @throws ServiceError ValidationException for anything that it can't honour
 */
export function supportedContainer(input: CreateModelInput): ContainerDefinition {
  refuseUnsupported(input, modelMembers);
  const { container, path } = onlyContainer(input);
  refuseUnsupported(container, containerMembers, `${path}.`);
  if (container.Image === undefined) throw validationException(`${path}.Image is missing: use ${listed(localImages)}.`);
  if (container.ModelDataUrl === undefined) {
    throw validationException(
      `${path}.ModelDataUrl is missing: ${container.Image} serves a model artifact. Give its file:/// address.`,
    );
  }
  refuseLargeEnvironment(container, path);
  return container;
}

function onlyContainer(input: CreateModelInput): { container: ContainerDefinition; path: string } {
  const [first] = input.Containers ?? [];
  if (input.PrimaryContainer && first) {
    throw validationException('A model has either PrimaryContainer or Containers. Give only one of them.');
  }
  if (input.PrimaryContainer) return { container: input.PrimaryContainer, path: 'PrimaryContainer' };
  if (first) return { container: first, path: 'Containers[0]' };
  throw validationException('The model has no container. Give it a PrimaryContainer.');
}

function refuseLargeEnvironment({ Environment = {} }: ContainerDefinition, path: string): void {
  const size = Object.entries(Environment).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);
  if (size > MAX_ENVIRONMENT_BYTES) {
    throw validationException(
      `${path}.Environment has ${size} bytes; a container's variables have at most 32 KB in all.`,
    );
  }
}

function listed(images: readonly string[]): string {
  return images.join(' and ');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
