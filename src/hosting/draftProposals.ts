import { artifactLocation, type PathBase } from './artifactLocation.ts';
import type { DeploymentDraft, VariantDraft } from './deploymentDraft.ts';
import { freeName, proposedNames } from './proposedNames.ts';

/**
 * A draft in which a variant has another artifact. Names that nobody has chosen follow it, and the image is to be found out anew.
 * @param typed a path or an address
 */
export function withArtifact(draft: DeploymentDraft, key: number, typed: string, base: PathBase): DeploymentDraft {
  const index = draft.variants.findIndex((variant) => variant.key === key);
  const before = draft.variants[index];
  if (!before) return draft;
  const after = { ...before, artifact: typed, image: '' };
  const named = { ...after, name: variantName(draft, index, before, typed, base) };
  const variants = draft.variants.map((variant) => (variant === before ? named : variant));
  return {
    ...draft,
    variants,
    endpointName: index === 0 ? endpointName(draft, before, typed, base) : draft.endpointName,
  };
}

/** Whether the endpoint's name is still the one that was proposed, so that another may take its place unasked. */
export function hasProposedName({ endpointName, variants }: DeploymentDraft, base: PathBase): boolean {
  const [first] = variants;
  return isUnchosen(endpointName, first && proposalsFor(first.artifact, 1, base)?.endpoint);
}

function endpointName(draft: DeploymentDraft, before: VariantDraft, typed: string, base: PathBase): string {
  const proposed = proposalsFor(typed, 1, base)?.endpoint;
  const unchosen = isUnchosen(draft.endpointName, proposalsFor(before.artifact, 1, base)?.endpoint);
  return unchosen && proposed !== undefined ? proposed : draft.endpointName;
}

function variantName(
  draft: DeploymentDraft,
  index: number,
  before: VariantDraft,
  typed: string,
  base: PathBase,
): string {
  const number = index + 1;
  const proposed = proposalsFor(typed, number, base)?.variant;
  const unchosen =
    /^variant-\d+$/.test(before.name) || isUnchosen(before.name, proposalsFor(before.artifact, number, base)?.variant);
  if (!unchosen || proposed === undefined) return before.name;
  return freeName(proposed, (name) => draft.variants.some((other) => other !== before && other.name === name));
}

function isUnchosen(name: string, proposed: string | undefined): boolean {
  if (name === '' || name === proposed) return true;
  return proposed !== undefined && name.startsWith(`${proposed}-`) && /^\d+$/.test(name.slice(proposed.length + 1));
}

function proposalsFor(
  typed: string,
  variantNumber: number,
  base: PathBase,
): { endpoint: string; variant: string } | undefined {
  const location = artifactLocation(typed, base);
  return location.ok ? proposedNames(location.url, variantNumber) : undefined;
}
