import type { LocalImage } from '../api/images.ts';
import type { PathBase } from '../hosting/artifactLocation.ts';
import type { DeploymentStep, MadeResource } from '../hosting/deployment.ts';
import type { DeploymentDraft, Side } from '../hosting/deploymentDraft.ts';
import type { DeploymentPlan } from '../hosting/deploymentPlan.ts';
import type { Problem } from '../hosting/problem.ts';
import type { LiveTraffic } from '../hosting/traffic.ts';

/** A connection to choose. */
export interface ConnectionChoice {
  readonly id: string;
  readonly label: string;
  readonly side: Side;
}

/** What the deploy form begins with. */
export interface DeployStart {
  readonly connections: readonly ConnectionChoice[];
  readonly base: PathBase;
  /** Artifacts of the workspace, as they may be entered. */
  readonly suggestions: readonly string[];
  readonly draft: DeploymentDraft;
  /** The execution role last deployed with, by connection. */
  readonly roles: Readonly<Record<string, string>>;
  readonly run: DeploymentRun | undefined;
}

/** What an artifact turned out to be. */
export type ArtifactFinding =
  | { readonly kind: 'found'; readonly note: string; readonly image: LocalImage | undefined }
  | { readonly kind: 'problem'; readonly message: string }
  /** Lies where it can't be looked at. */
  | { readonly kind: 'unseen' };

/** What a look at the machine and at the service says about a draft. */
export interface Examination {
  /** The draft with what was found out filled in: images, and a free name where a proposed one was taken. */
  readonly draft: DeploymentDraft;
  /** By the variant's key; only variants whose artifact can be read. */
  readonly artifacts: Readonly<Record<number, ArtifactFinding>>;
  /** A free name near the wanted one; present where that is taken. */
  readonly freeName?: string;
  /** Present when nothing is wrong with the draft and the service could be asked. */
  readonly plan?: DeploymentPlan;
  /** Why the service could not be asked. */
  readonly problem?: Problem;
}

/** A deployment that was started. */
export interface DeploymentRun {
  readonly connection: ConnectionChoice;
  readonly endpointName: string;
  readonly variantCount: number;
  readonly steps: readonly DeploymentStep[];
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly phase: RunPhase;
}

/** How a deployment stands. */
export type RunPhase =
  | { readonly kind: 'running' }
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'inService'; readonly seconds: number }
  /** Ended without an endpoint in service; what was made awaits a decision. */
  | { readonly kind: 'stopped'; readonly problem: Problem | undefined; readonly made: readonly MadeResource[] }
  | { readonly kind: 'removing'; readonly made: readonly MadeResource[]; readonly now: string };

/** What the deploy form may ask for. */
export interface DeployHostFunctions {
  open(): Promise<DeployStart>;
  saveDraft(draft: DeploymentDraft): void;
  /** @param isNameEntered the endpoint's name is somebody's choice, not to be changed */
  examine(draft: DeploymentDraft, isNameEntered: boolean): Promise<Examination>;
  /** Resolves to what to enter, or to nothing when none was chosen. */
  chooseArtifact(kind: 'file' | 'folder'): Promise<string | undefined>;
  showCalls(plan: DeploymentPlan): Promise<void>;
  /** Asks for confirmation where it costs money. */
  deploy(draft: DeploymentDraft, plan: DeploymentPlan): Promise<void>;
  /** Ends the deployment or the removal under way. */
  cancel(): void;
  /** Keeps what was made. */
  keep(): void;
  remove(): void;
  /** A fresh form, after a deployment that is in service. */
  startOver(): Promise<void>;
  openScratchpad(): void;
  shiftTraffic(): void;
}

/** What is pushed into the deploy form. */
export interface DeployPageFunctions {
  showRun(run: DeploymentRun | undefined): void;
  /** Begins anew: connections or suggestions have changed, or a command has filled in the draft. */
  restart(start: DeployStart): void;
}

/** What the traffic form shows. */
export type TrafficView =
  | { readonly kind: 'loaded'; readonly traffic: LiveTraffic }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** How applying new weights went. */
export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly traffic: LiveTraffic }
  /** Somebody else has changed the endpoint since it was shown; nothing was done. */
  | { readonly kind: 'changed'; readonly traffic: LiveTraffic }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Which endpoint the traffic form is about. */
export interface TrafficTarget {
  readonly connectionId: string;
  readonly connectionLabel: string;
  readonly endpointName: string;
}

/** What the traffic form may ask for. */
export interface TrafficHostFunctions {
  target(): TrafficTarget;
  load(): Promise<TrafficView>;
  /**
   * Sets the weights, in the order of the variants that were shown, and waits until they count.
   * @param shown what the person has decided by
   */
  apply(shown: LiveTraffic, weights: readonly number[]): Promise<ApplyOutcome>;
  openScratchpad(): void;
}

/** What is pushed into the traffic form. */
export interface TrafficPageFunctions {
  showStatus(status: string): void;
}
