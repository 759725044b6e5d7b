import * as vscode from 'vscode';
import { type DeploymentOutcome, deploy, plannedSteps } from '../hosting/deployment.ts';
import type { DeploymentPlan } from '../hosting/deploymentPlan.ts';
import type { Hosting } from '../hosting/hosting.ts';
import type { Problem, ProblemContext } from '../hosting/problem.ts';
import { explain } from '../hosting/problems.ts';
import { remove } from '../hosting/removal.ts';
import type { EndpointWatch } from '../window/watchedEndpoints.ts';
import type { ConnectionChoice, DeploymentRun, RunPhase } from './messages.ts';
import { resourceWords } from './words.ts';

/** What a deployment is made of. */
export interface Deployable {
  readonly connection: ConnectionChoice;
  readonly hosting: Hosting;
  readonly plan: DeploymentPlan;
  /** Milliseconds between two looks at the endpoint. */
  readonly pollingMs: number;
  readonly problemContext: ProblemContext;
  /** Of the endpoint: how the deployment ended is told here. */
  readonly watch: EndpointWatch;
}

/** One deployment after the other, whether the form is open or not. */
export class DeploymentRunner implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<DeploymentRun | undefined>();
  readonly onDidChange = this.#changed.event;
  #run: DeploymentRun | undefined;
  #deployable: Deployable | undefined;
  #stop = new AbortController();

  /** The deployment under way, or the last one until it is dismissed. */
  get run(): DeploymentRun | undefined {
    return this.#run;
  }

  /** Whether something is under way or awaits a decision. */
  get isOpen(): boolean {
    return this.#run !== undefined && this.#run.phase.kind !== 'inService';
  }

  /** Resolves when the deployment has ended; never rejects. */
  async start(deployable: Deployable): Promise<void> {
    const { connection, hosting, plan, pollingMs, watch } = deployable;
    this.#deployable = deployable;
    this.#stop = new AbortController();
    this.#set({
      connection,
      endpointName: plan.endpoint.EndpointName,
      variantCount: plan.models.length,
      steps: plannedSteps(plan),
      startedAt: Date.now(),
      phase: { kind: 'running' },
    });
    const outcome = await deploy(hosting, plan, {
      signal: this.#stop.signal,
      intervalMs: pollingMs,
      onProgress: (steps) => this.#change({ steps }),
    });
    watch.end(outcome.kind === 'failed' ? outcome.reason : undefined);
    const phase = this.#phaseAfter(outcome);
    if (phase) this.#change({ phase });
    else this.dismiss();
  }

  /** Ends what is under way, after the call that is being made. */
  cancel(): void {
    this.#stop.abort();
    if (this.#run?.phase.kind === 'running') this.#change({ phase: { kind: 'cancelling' } });
  }

  /** Removes what was made, the last first. Never rejects. */
  async remove(): Promise<void> {
    const deployable = this.#deployable;
    const phase = this.#run?.phase;
    if (phase?.kind !== 'stopped' || !deployable) return;
    const { made } = phase;
    this.#stop = new AbortController();
    this.#change({ phase: { kind: 'removing', made, now: '' } });
    const outcome = await remove(deployable.hosting, made, {
      signal: this.#stop.signal,
      intervalMs: deployable.pollingMs,
      onProgress: (resource, waitsFor) => {
        const what = resourceWords(resource);
        const now = waitsFor ? `Waiting until ${what} can be deleted…` : `Deleting ${what}…`;
        this.#change({ phase: { kind: 'removing', made, now } });
      },
    });
    if (outcome.kind === 'removed') return this.dismiss();
    const problem = outcome.error === undefined ? undefined : explain(outcome.error, deployable.problemContext);
    this.#change({ phase: { kind: 'stopped', made: outcome.left, problem } });
  }

  /** Forgets a deployment that has ended; what it made stays. */
  dismiss(): void {
    this.#set(undefined);
  }

  dispose(): void {
    this.#stop.abort();
    this.#changed.dispose();
  }

  #phaseAfter(outcome: DeploymentOutcome): RunPhase | undefined {
    const { made } = outcome;
    switch (outcome.kind) {
      case 'inService':
        return { kind: 'inService', seconds: (Date.now() - (this.#run?.startedAt ?? 0)) / 1000 };
      case 'cancelled':
        return made.length === 0 ? undefined : { kind: 'stopped', made, problem: undefined };
      case 'refused':
        return { kind: 'stopped', made, problem: explain(outcome.error, this.#deployable?.problemContext) };
      case 'failed':
        return { kind: 'stopped', made, problem: failedProblem(outcome.reason) };
    }
  }

  #change(change: Partial<DeploymentRun>): void {
    if (this.#run) this.#set({ ...this.#run, ...change });
  }

  #set(run: DeploymentRun | undefined): void {
    this.#run = run;
    this.#changed.fire(run);
  }
}

function failedProblem(reason: string): Problem {
  return { kind: 'other', title: 'The endpoint did not come up', detail: reason };
}
