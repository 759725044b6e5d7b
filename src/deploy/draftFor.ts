import * as vscode from 'vscode';
import type { PathBase } from '../hosting/artifactLocation.ts';
import { blankVariant, canAddVariant, type DeploymentDraft, withVariant } from '../hosting/deploymentDraft.ts';
import { withArtifact } from '../hosting/draftProposals.ts';

/** What the form is opened for. */
export interface FormRequest {
  /** An artifact that was clicked on, as it may be entered. */
  readonly artifact?: string;
  /** The connection in whose part of the tree the command was called. */
  readonly connectionId?: string;
}

/**
 * The draft to show for a request.
 * @param kept what someone has already filled in
 * @returns undefined when the person was asked what to do with it and did not answer
 */
export async function draftFor(
  { artifact, connectionId }: FormRequest,
  kept: DeploymentDraft | undefined,
  prefilled: DeploymentDraft,
  base: PathBase,
): Promise<DeploymentDraft | undefined> {
  if (artifact === undefined) {
    const draft = kept ?? prefilled;
    return connectionId === undefined ? draft : { ...draft, connectionId };
  }
  const anew = freshDraft(artifact, prefilled.connectionId, base);
  const others = kept?.variants.filter((variant) => variant.artifact.trim() !== '') ?? [];
  const isKnown = others.length === 1 && others[0]?.artifact === artifact;
  if (isKnown) return kept;
  if (!kept || others.length === 0 || !canAddVariant(kept)) return anew;
  const add = { label: '$(add) Add as another variant', description: `to ${kept.endpointName}` };
  const start = { label: '$(rocket) Start a new deployment', description: 'and drop the draft in the form' };
  const chosen = await vscode.window.showQuickPick([add, start], { title: `Deploy ${artifact}` });
  if (!chosen) return undefined;
  return chosen === add ? withArtifactAdded(kept, artifact, base) : anew;
}

function withArtifactAdded(draft: DeploymentDraft, artifact: string, base: PathBase): DeploymentDraft {
  const added = withVariant(draft, { ...blankVariant, name: `variant-${draft.variants.length + 1}` });
  return withArtifact(added, added.variants.at(-1)?.key ?? 0, artifact, base);
}

/** A draft of one variant. */
export function freshDraft(artifact: string | undefined, connectionId: string, base: PathBase): DeploymentDraft {
  const empty = { connectionId, endpointName: '', executionRoleArn: '', variants: [] };
  const blank = withVariant(empty, blankVariant);
  return artifact === undefined ? blank : withArtifact(blank, blank.variants[0]?.key ?? 0, artifact, base);
}
