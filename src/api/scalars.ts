import * as v from 'valibot';
import { instanceTypes } from './instanceTypes.ts';

/** Most characters a model, endpoint configuration, endpoint or variant name may have (API: `EndpointName` and its kin). */
export const MAX_NAME_LENGTH = 63;

/** The pattern of every hosting resource's name (API: `EndpointName`, `EndpointConfigName`, `VariantName`). */
export const NAME_PATTERN = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/u;

const nameHelp = 'Use letters, digits and hyphens; begin and end with a letter or digit.';

/** A model, endpoint configuration, endpoint or production variant name. */
export const resourceName = v.pipe(
  v.string('Enter a name.'),
  v.nonEmpty('Enter a name.'),
  v.maxLength(MAX_NAME_LENGTH, `Use at most ${MAX_NAME_LENGTH} characters.`),
  v.regex(NAME_PATTERN, nameHelp),
);

/** A variant's weight: a finite number from 0 on; only its ratio to the other weights counts (API: `VariantWeight`). */
export const variantWeight = v.pipe(
  v.number('Enter a number.'),
  v.finite('Enter a finite number.'),
  v.minValue(0, 'A weight is 0 or more.'),
);

/** How many instances a new variant starts with (API: `InitialTaskCount`). */
export const initialInstanceCount = v.pipe(
  v.number('Enter a whole number.'),
  v.integer('Enter a whole number.'),
  v.minValue(1, 'A variant needs at least 1 instance.'),
);

/** How many instances a live variant shall have (API: `TaskCount`). */
export const desiredInstanceCount = v.pipe(
  v.number('Enter a whole number.'),
  v.integer('Enter a whole number.'),
  v.minValue(0, 'An instance count is 0 or more.'),
);

/** One of the instance types that can host a model (API: `ProductionVariantInstanceType`). */
export const instanceType = v.picklist(
  instanceTypes,
  'Choose one of SageMaker’s hosting instance types, such as ml.m5.large.',
);

/** A container image: a registry path, or one of Local's own images (API: `ContainerImage`). */
export const containerImage = v.pipe(
  v.string('Enter an image.'),
  v.nonEmpty('Enter an image.'),
  v.maxLength(255, 'Use at most 255 characters.'),
  v.regex(/^\S+$/u, 'An image has no spaces.'),
);

/** Where a model artifact lies: `s3://`, `https://` and, in Local alone, `file:///` (API: `Url`). */
export const modelDataUrl = v.pipe(
  v.string('Enter where the artifact lies.'),
  v.maxLength(1024, 'Use at most 1024 characters.'),
  v.regex(
    /^(https|s3|file):\/\/([^/]*)\/?(.*)$/u,
    'Give an s3:// or https:// address, or with Local a file:/// address.',
  ),
);

/** An IAM role that SageMaker assumes to fetch image and artifact (API: `RoleArn`). */
export const roleArn = v.pipe(
  v.string('Enter the ARN of a role.'),
  v.minLength(20, 'A role ARN looks like arn:aws:iam::123456789012:role/name.'),
  v.maxLength(2048, 'Use at most 2048 characters.'),
  v.regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/u,
    'A role ARN looks like arn:aws:iam::123456789012:role/name.',
  ),
);

/** The ARN of any SageMaker resource (API: `ResourceArn`). */
export const resourceArn = v.pipe(
  v.string('Enter an ARN.'),
  v.maxLength(256, 'Use at most 256 characters.'),
  v.regex(/^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+$/u, 'Give the ARN of a SageMaker resource.'),
);

const tagCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagHelp = 'Use letters, digits, spaces and _ . : / = + - @';

/** A tag's key (API: `TagKey`). */
export const tagKey = v.pipe(
  v.string('Enter a key.'),
  v.minLength(1, 'Enter a key.'),
  v.maxLength(128, 'Use at most 128 characters.'),
  v.regex(tagCharacters, tagHelp),
);

/** A tag (API: `Tag`). */
export const tag = v.object({
  Key: tagKey,
  Value: v.pipe(
    v.string('Enter a value.'),
    v.maxLength(256, 'Use at most 256 characters.'),
    v.regex(tagCharacters, tagHelp),
  ),
});

/** A resource's tags (API: `TagList`). */
export const tagList = v.pipe(v.array(tag), v.maxLength(50, 'A resource has at most 50 tags.'));

/** A container's environment: at most 100 entries (API: `EnvironmentMap`). */
export const environment = v.pipe(
  v.record(
    v.pipe(
      v.string(),
      v.maxLength(1024, 'Use at most 1024 characters.'),
      v.regex(
        /^[a-zA-Z_][a-zA-Z0-9_]*$/u,
        'A variable’s name has letters, digits and _, and does not begin with a digit.',
      ),
    ),
    v.pipe(v.string(), v.maxLength(1024, 'Use at most 1024 characters.')),
  ),
  v.maxEntries(100, 'A container has at most 100 environment variables.'),
);

/** The key that encrypts an instance's volume (API: `KmsKeyId`). */
export const kmsKeyId = v.pipe(
  v.string('Enter the id, ARN or alias of a key.'),
  v.maxLength(2048, 'Use at most 2048 characters.'),
  v.regex(/^[a-zA-Z0-9:/_-]*$/u, 'Use letters, digits and : / _ -'),
);

const networkId = v.pipe(
  v.string('Enter an id.'),
  v.maxLength(32, 'Use at most 32 characters.'),
  v.regex(/^[-0-9a-zA-Z]+$/u, 'Use letters, digits and hyphens.'),
);

/** The network that a model's instances join (API: `VpcConfig`). */
export const vpcConfig = v.looseObject({
  SecurityGroupIds: v.pipe(
    v.array(networkId),
    v.minLength(1, 'Name at least 1 security group.'),
    v.maxLength(5, 'At most 5 security groups.'),
  ),
  Subnets: v.pipe(
    v.array(networkId),
    v.minLength(1, 'Name at least 1 subnet.'),
    v.maxLength(16, 'At most 16 subnets.'),
  ),
});

/** A resource's tag. */
export type Tag = v.InferOutput<typeof tag>;
