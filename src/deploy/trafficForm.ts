import * as vscode from 'vscode';
import { settledEndpoint } from '../hosting/deployment.ts';
import type { Hosting } from '../hosting/hosting.ts';
import type { Problem, ProblemContext } from '../hosting/problem.ts';
import { explain } from '../hosting/problems.ts';
import { isSameTraffic, type LiveTraffic, shiftFailure, trafficOf } from '../hosting/traffic.ts';
import { commands } from '../manifest.ts';
import { pollingMs } from '../window/pollingInterval.ts';
import type { ResourceTarget } from '../window/resourceTarget.ts';
import { WebviewPanel } from '../window/webviewPanel.ts';
import type {
  ApplyOutcome,
  TrafficHostFunctions,
  TrafficPageFunctions,
  TrafficTarget,
  TrafficView,
} from './messages.ts';

/** What one form is about. */
export interface TrafficFormOptions {
  readonly extensionUri: vscode.Uri;
  readonly hosting: Hosting;
  readonly title: string;
  readonly target: TrafficTarget;
  readonly problemContext: ProblemContext;
}

/** The form that shifts one endpoint's traffic. Looks at the endpoint when it is shown, and repeatedly only while it applies. */
export class TrafficForm implements vscode.Disposable {
  readonly #panel: WebviewPanel<TrafficHostFunctions, TrafficPageFunctions>;
  readonly #options: TrafficFormOptions;
  readonly #closed = new AbortController();
  #applying: Promise<ApplyOutcome> | undefined;

  constructor(panel: vscode.WebviewPanel, options: TrafficFormOptions) {
    this.#options = options;
    const { extensionUri, title } = options;
    this.#panel = new WebviewPanel<TrafficHostFunctions, TrafficPageFunctions>(panel, {
      extensionUri,
      page: 'traffic',
      title,
      functions: {
        target: () => options.target,
        load: () => this.#load(),
        apply: (shown, weights) => {
          this.#applying = this.#apply(shown, weights).finally(() => {
            this.#applying = undefined;
          });
          return this.#applying;
        },
        openScratchpad: () => this.#openScratchpad(),
      },
    });
    panel.onDidDispose(() => this.#closed.abort());
  }

  reveal(): void {
    this.#panel.panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #load(): Promise<TrafficView> {
    try {
      await this.#appliedElsewhere();
      return { kind: 'loaded', traffic: await this.#look() };
    } catch (error) {
      return { kind: 'problem', problem: this.#explain(error) };
    }
  }

  /** A page that was hidden meanwhile comes back as a new one. */
  async #appliedElsewhere(): Promise<void> {
    if (!this.#applying) return;
    this.#panel.page.showStatus.asEvent('Updating');
    await this.#applying;
  }

  async #apply(shown: LiveTraffic, weights: readonly number[]): Promise<ApplyOutcome> {
    const { hosting, target } = this.#options;
    try {
      const now = await this.#look();
      if (now.status !== 'InService' || !isSameTraffic(now, shown)) return { kind: 'changed', traffic: now };
      await hosting.updateWeightsAndCapacities({
        EndpointName: target.endpointName,
        DesiredWeightsAndCapacities: now.variants.map(({ name }, index) => ({
          VariantName: name,
          DesiredWeight: weights[index] ?? 0,
        })),
      });
      this.#panel.page.showStatus.asEvent('Updating');
      const options = { signal: this.#closed.signal, intervalMs: pollingMs() };
      const settled = await settledEndpoint(hosting, target.endpointName, options);
      const detail = shiftFailure(settled, weights);
      if (detail === undefined) return { kind: 'applied', traffic: trafficOf(settled) };
      return { kind: 'problem', problem: { kind: 'other', title: 'The new weights do not count', detail } };
    } catch (error) {
      return { kind: 'problem', problem: this.#explain(error) };
    }
  }

  async #look(): Promise<LiveTraffic> {
    const { hosting, target } = this.#options;
    return trafficOf(await hosting.describeEndpoint(target.endpointName, this.#closed.signal));
  }

  #explain(error: unknown): Problem {
    return explain(error, this.#options.problemContext);
  }

  #openScratchpad(): void {
    const { connectionId, endpointName } = this.#options.target;
    const target: ResourceTarget = { connectionId, kind: 'endpoint', name: endpointName };
    void vscode.commands.executeCommand(commands.openScratchpad, target);
  }
}
