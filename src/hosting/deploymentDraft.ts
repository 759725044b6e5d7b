import { DEFAULT_VARIANT_WEIGHT, MAX_PRODUCTION_VARIANTS } from '../api/endpointConfigs.ts';
import { isLocalImage } from '../api/images.ts';
import { DEFAULT_INSTANCE_TYPE } from '../api/instanceTypes.ts';
import {
  containerImage,
  initialInstanceCount,
  instanceType,
  modelDataUrl,
  resourceName,
  roleArn,
  variantWeight,
} from '../api/scalars.ts';
import { fieldProblem } from '../api/validation.ts';
import { artifactLocation, isFileUrl, type PathBase } from './artifactLocation.ts';
import type { DeploymentSpec, VariantSpec } from './deploymentPlan.ts';
import { formatWeight, parseWeight, sharesOf, weightsWithOneMore } from './variants.ts';

/** One production variant of the form, as typed. */
export interface VariantDraft {
  /** Tells the variants of one draft apart. */
  readonly key: number;
  readonly name: string;
  readonly artifact: string;
  readonly image: string;
  readonly instanceType: string;
  readonly instanceCount: string;
  readonly weight: string;
}

/** The whole deploy form, as typed. */
export interface DeploymentDraft {
  readonly connectionId: string;
  readonly endpointName: string;
  /** Empty where none is asked for. */
  readonly executionRoleArn: string;
  readonly variants: readonly VariantDraft[];
}

/**
 * What is at the other end. Local takes files and needs no role; AWS takes neither files nor Local's images; of a custom endpoint
 * nothing is known, so that it is left to the service to refuse.
 */
export type Side = 'local' | 'aws' | 'custom';

/** What a draft is checked against. */
export interface DraftContext extends PathBase {
  readonly side: Side;
}

/** Fields of a variant. */
export type VariantField = Exclude<keyof VariantDraft, 'key'>;

/** Names a field of the form, among those of all variants. */
export type FieldId = 'endpointName' | 'executionRoleArn' | 'weights' | `${number}.${VariantField}`;

/** What is wrong with a field. */
export interface FieldProblem {
  readonly field: FieldId;
  readonly message: string;
  /** Nothing has been entered yet: not to be held against someone who is still typing. */
  readonly missing: boolean;
}

/** A draft read: what it asks for, or everything that is wrong with it in the order of the form. */
export type CheckedDraft =
  | { readonly ok: true; readonly spec: DeploymentSpec }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** Checks a draft by the API's own rules. */
export function checkDraft(draft: DeploymentDraft, context: DraftContext): CheckedDraft {
  const problems = [
    ...endpointProblems(draft, context),
    ...draft.variants.flatMap((variant) => variantProblems(variant, draft.variants, context)),
    ...weightProblems(draft.variants),
  ];
  return problems.length > 0 ? { ok: false, problems } : { ok: true, spec: toSpec(draft, context) };
}

/** The id of a variant's field. */
export function variantField(variant: VariantDraft, field: VariantField): FieldId {
  return `${variant.key}.${field}`;
}

/** The weights of all variants; one that can't be read counts as 0. A single variant has no weight to choose. */
export function draftWeights(variants: readonly VariantDraft[]): number[] {
  if (variants.length === 1) return [DEFAULT_VARIANT_WEIGHT];
  return variants.map(({ weight }) => parseWeight(weight) ?? 0);
}

/** A draft with one more variant at the end, its weight in keeping with the others. */
export function withVariant(draft: DeploymentDraft, variant: Omit<VariantDraft, 'key' | 'weight'>): DeploymentDraft {
  const weights = weightsWithOneMore(draft.variants.map(({ weight }) => parseWeight(weight) ?? 0));
  const key = 1 + Math.max(0, ...draft.variants.map((other) => other.key));
  return withWeights({ ...draft, variants: [...draft.variants, { ...variant, key, weight: '' }] }, weights);
}

/** A draft with other weights, in the order of its variants. */
export function withWeights(draft: DeploymentDraft, weights: readonly number[]): DeploymentDraft {
  const variants = draft.variants.map((variant, index) => ({ ...variant, weight: formatWeight(weights[index] ?? 0) }));
  return { ...draft, variants };
}

/** A variant with nothing chosen yet. */
export const blankVariant: Omit<VariantDraft, 'key' | 'weight'> = {
  name: 'variant-1',
  artifact: '',
  image: '',
  instanceType: DEFAULT_INSTANCE_TYPE,
  instanceCount: '1',
};

/** Whether one more variant may be added. */
export function canAddVariant(draft: DeploymentDraft): boolean {
  return draft.variants.length < MAX_PRODUCTION_VARIANTS;
}

function endpointProblems(draft: DeploymentDraft, { side }: DraftContext): FieldProblem[] {
  return [
    ...typedProblem('endpointName', draft.endpointName, fieldProblem(resourceName, draft.endpointName)),
    ...roleProblems(draft.executionRoleArn, side),
  ];
}

function roleProblems(role: string, side: Side): FieldProblem[] {
  if (side === 'local' || (side === 'custom' && role.trim() === '')) return [];
  return typedProblem('executionRoleArn', role, fieldProblem(roleArn, role.trim()));
}

function variantProblems(
  variant: VariantDraft,
  all: readonly VariantDraft[],
  context: DraftContext,
): readonly FieldProblem[] {
  const check = (field: VariantField, problem: string | undefined) =>
    typedProblem(variantField(variant, field), variant[field], problem);
  return [
    ...check('name', nameProblem(variant, all)),
    ...check('artifact', artifactProblem(variant.artifact, context)),
    ...check('image', imageProblem(variant.image, context)),
    ...check('instanceCount', fieldProblem(initialInstanceCount, wholeNumber(variant.instanceCount))),
    ...check('instanceType', fieldProblem(instanceType, variant.instanceType)),
  ];
}

function weightProblems(variants: readonly VariantDraft[]): FieldProblem[] {
  if (variants.length === 1) return [];
  const unreadable = variants.flatMap((variant) =>
    typedProblem(variantField(variant, 'weight'), variant.weight, weightProblem(variant.weight)),
  );
  if (unreadable.length > 0 || sharesOf(draftWeights(variants))) return unreadable;
  return [{ field: 'weights', message: 'Give at least one variant a weight above 0.', missing: false }];
}

/** What is wrong with a typed weight. */
export function weightProblem(text: string): string | undefined {
  const weight = parseWeight(text);
  return weight === undefined ? 'Enter a number of 0 or more, such as 5 or 0.5.' : fieldProblem(variantWeight, weight);
}

function nameProblem(variant: VariantDraft, all: readonly VariantDraft[]): string | undefined {
  const first = all.find((other) => other.name === variant.name);
  const broken = fieldProblem(resourceName, variant.name);
  return broken ?? (first === variant ? undefined : 'Another variant has this name already.');
}

function artifactProblem(typed: string, context: DraftContext): string | undefined {
  const location = artifactLocation(typed, context);
  if (!location.ok) return location.problem;
  if (context.side === 'local' && /^https?:/i.test(location.url)) {
    return 'Local serves files of this machine: choose a file or a folder.';
  }
  if (context.side === 'aws' && isFileUrl(location.url)) {
    return 'AWS reads artifacts from S3: upload it (aws s3 cp FILE s3://bucket/key) and enter its s3:// address.';
  }
  return fieldProblem(modelDataUrl, location.url);
}

function imageProblem(image: string, { side }: DraftContext): string | undefined {
  if (side === 'aws' && isLocalImage(image)) return `Only Local runs ${image}: enter an image of Amazon ECR.`;
  return fieldProblem(containerImage, image.trim());
}

function typedProblem(field: FieldId, typed: string, message: string | undefined): FieldProblem[] {
  return message === undefined ? [] : [{ field, message, missing: typed.trim() === '' }];
}

function wholeNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function toSpec(draft: DeploymentDraft, context: DraftContext): DeploymentSpec {
  const weights = draftWeights(draft.variants);
  const executionRoleArn = draft.executionRoleArn.trim();
  const role = context.side === 'local' || executionRoleArn === '' ? {} : { executionRoleArn };
  return {
    endpointName: draft.endpointName,
    ...role,
    variants: draft.variants.map((variant, index) => toVariantSpec(variant, weights[index] ?? 0, context)),
  };
}

function toVariantSpec(variant: VariantDraft, weight: number, context: DraftContext): VariantSpec {
  const location = artifactLocation(variant.artifact, context);
  return {
    name: variant.name,
    modelDataUrl: location.ok ? location.url : '',
    image: variant.image.trim(),
    instanceType: variant.instanceType,
    instanceCount: wholeNumber(variant.instanceCount),
    weight,
  };
}
