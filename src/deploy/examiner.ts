import { resourceName } from '../api/scalars.ts';
import { fieldProblem } from '../api/validation.ts';
import { artifactLocation, isFileUrl } from '../hosting/artifactLocation.ts';
import { checkDraft, type DeploymentDraft, type DraftContext, type VariantDraft } from '../hosting/deploymentDraft.ts';
import { planDeployment } from '../hosting/deploymentPlan.ts';
import { hasProposedName } from '../hosting/draftProposals.ts';
import type { Hosting } from '../hosting/hosting.ts';
import type { ProblemContext } from '../hosting/problem.ts';
import { explain } from '../hosting/problems.ts';
import { commonStart, freeName } from '../hosting/proposedNames.ts';
import { peekArtifact } from './artifactPeek.ts';
import { existingResources, type NamesInUse, namesInUse } from './existing.ts';
import type { ArtifactFinding, Examination } from './messages.ts';

/** Milliseconds for which names that were asked for count. */
const NAMES_FRESH_MS = 15_000;

/** Where an examination looks. */
export interface Place {
  readonly connectionId: string;
  readonly hosting: Hosting;
  readonly context: DraftContext;
  readonly problemContext: ProblemContext;
}

/** Looks at artifacts and at the service to tell what a draft would do. Remembers for a moment what it was told. */
export class Examiner {
  #names: { readonly of: string; readonly at: number; readonly found: NamesInUse } | undefined;

  /** To be called when something was created or deleted. */
  forget(): void {
    this.#names = undefined;
  }

  /**
   * Never rejects, unless aborted.
   * @param isNameEntered the endpoint's name is somebody's choice, not to be changed
   */
  async examine(
    draft: DeploymentDraft,
    isNameEntered: boolean,
    place: Place,
    signal: AbortSignal,
  ): Promise<Examination> {
    const artifacts = await peekArtifacts(draft, place.context, signal);
    const withImages = { ...draft, variants: draft.variants.map((variant) => withImage(variant, artifacts)) };
    try {
      return { ...(await this.#ask(withImages, isNameEntered, artifacts, place, signal)), artifacts };
    } catch (error) {
      signal.throwIfAborted();
      return { draft: withImages, artifacts, problem: explain(error, place.problemContext) };
    }
  }

  async #ask(
    draft: DeploymentDraft,
    isNameEntered: boolean,
    artifacts: Examination['artifacts'],
    place: Place,
    signal: AbortSignal,
  ): Promise<Omit<Examination, 'artifacts'>> {
    if (fieldProblem(resourceName, draft.endpointName) !== undefined) return { draft };
    const names = await this.#namesLike(draft.endpointName, place, signal);
    const free = freeName(draft.endpointName, (name) => names.endpoint.has(name));
    const isFree = free === draft.endpointName;
    if (!isFree && (isNameEntered || !hasProposedName(draft, place.context))) return { draft, freeName: free };
    const named = { ...draft, endpointName: free };
    const checked = checkDraft(named, place.context);
    if (!checked.ok || Object.values(artifacts).some(({ kind }) => kind === 'problem')) return { draft: named };
    const existing = await existingResources(place.hosting, checked.spec, names, signal);
    return { draft: named, plan: planDeployment(checked.spec, existing) };
  }

  async #namesLike(endpointName: string, place: Place, signal: AbortSignal): Promise<NamesInUse> {
    const of = `${place.connectionId} ${commonStart(endpointName)}`;
    const known = this.#names;
    if (known?.of === of && Date.now() - known.at < NAMES_FRESH_MS) return known.found;
    const found = await namesInUse(place.hosting, endpointName, signal);
    this.#names = { of, at: Date.now(), found };
    return found;
  }
}

async function peekArtifacts(
  draft: DeploymentDraft,
  context: DraftContext,
  signal: AbortSignal,
): Promise<Examination['artifacts']> {
  const findings = await Promise.all(
    draft.variants.map(async ({ key, artifact }): Promise<[number, ArtifactFinding] | undefined> => {
      const location = artifactLocation(artifact, context);
      if (!location.ok) return undefined;
      if (context.side !== 'local' || !isFileUrl(location.url)) return [key, { kind: 'unseen' }];
      return [key, await peekArtifact(location.url, signal)];
    }),
  );
  return Object.fromEntries(findings.filter((finding) => finding !== undefined));
}

function withImage(variant: VariantDraft, artifacts: Examination['artifacts']): VariantDraft {
  const finding = artifacts[variant.key];
  if (variant.image !== '' || finding?.kind !== 'found' || finding.image === undefined) return variant;
  return { ...variant, image: finding.image };
}
