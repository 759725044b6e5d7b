import type * as vscode from 'vscode';
import { connectionLabel, problemContext } from '../connections/index.ts';
import { panels } from '../manifest.ts';
import { pickEndpoint } from '../window/pickResource.ts';
import { isResourceTarget, type ResourceTarget } from '../window/resourceTarget.ts';
import { createPanel } from '../window/webviewPanel.ts';
import type { DeployRoom } from './room.ts';
import { TrafficForm } from './trafficForm.ts';

/** The traffic forms: one an endpoint. */
export class TrafficForms implements vscode.Disposable {
  readonly #dependencies: DeployRoom;
  readonly #open = new Map<string, TrafficForm>();

  constructor(dependencies: DeployRoom) {
    this.#dependencies = dependencies;
  }

  /** Shows the form of an endpoint; asks for one where the argument names none. */
  async open(argument: unknown): Promise<void> {
    const { connections, context } = this.#dependencies;
    const target = isResourceTarget(argument)
      ? argument
      : await pickEndpoint(connections, 'Endpoint whose traffic to shift');
    if (!target) return;
    const open = this.#open.get(keyOf(target));
    if (open) open.reveal();
    else this.#adopt(target, createPanel(panels.traffic, titleOf(target), context.extensionUri));
  }

  /** Takes over a panel that VS Code has kept over a reload of the window. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const target = isState(state) ? state.target : undefined;
    if (target && this.#dependencies.connections.find(target.connectionId) && !this.#open.has(keyOf(target))) {
      this.#adopt({ ...target, kind: 'endpoint', name: target.endpointName }, panel);
    } else {
      panel.dispose();
    }
  }

  dispose(): void {
    for (const form of [...this.#open.values()]) form.dispose();
  }

  #adopt(target: ResourceTarget, panel: vscode.WebviewPanel): void {
    const { connections, context } = this.#dependencies;
    const connection = connections.find(target.connectionId);
    const form = new TrafficForm(panel, {
      extensionUri: context.extensionUri,
      hosting: connections.hosting(target.connectionId),
      title: titleOf(target),
      problemContext: problemContext(connections, target.connectionId),
      target: {
        connectionId: target.connectionId,
        connectionLabel: connection ? connectionLabel(connection) : target.connectionId,
        endpointName: target.name,
      },
    });
    this.#open.set(keyOf(target), form);
    panel.onDidDispose(() => this.#open.delete(keyOf(target)));
  }
}

interface TrafficState {
  readonly target: { readonly connectionId: string; readonly endpointName: string };
}

/** What the page has kept over the reload. */
function isState(state: unknown): state is TrafficState {
  if (typeof state !== 'object' || state === null || !('target' in state)) return false;
  const { target } = state;
  return (
    typeof target === 'object' &&
    target !== null &&
    'connectionId' in target &&
    'endpointName' in target &&
    typeof target.connectionId === 'string' &&
    typeof target.endpointName === 'string'
  );
}

function keyOf(target: {
  readonly connectionId: string;
  readonly name?: string;
  readonly endpointName?: string;
}): string {
  return JSON.stringify([target.connectionId, target.name ?? target.endpointName]);
}

function titleOf({ name }: ResourceTarget): string {
  return `Traffic: ${name}`;
}
