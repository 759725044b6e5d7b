import * as vscode from 'vscode';
import { explain } from '../hosting/problems.ts';
import { isResourceTarget } from '../window/resourceTarget.ts';
import { chooseEndpoint } from './endpointChoice.ts';
import { ScratchpadMemory } from './memory.ts';
import type { EndpointTarget, Payload } from './messages.ts';
import type { ScratchpadParts } from './parts.ts';
import { readPayload, suggestPayload } from './payloads.ts';
import { draftTarget } from './restoredDraft.ts';
import { isSame, ScratchpadPanel } from './scratchpadPanel.ts';

/** All open scratchpads, one an endpoint. */
export class Scratchpads implements vscode.Disposable {
  private readonly parts: ScratchpadParts;
  private readonly memory: ScratchpadMemory;
  private readonly open = new Set<ScratchpadPanel>();

  constructor(parts: ScratchpadParts) {
    this.parts = parts;
    this.memory = new ScratchpadMemory(parts.context.workspaceState);
  }

  /** Sends a payload file to the endpoint of its folder, and shows both in that endpoint's scratchpad. */
  async invokePayload(argument: unknown): Promise<void> {
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    if (!uri) {
      void vscode.window.showInformationMessage('Open a payload file, or choose one in the Explorer.');
      return;
    }
    const payload = await readPayload(uri);
    const folder = vscode.Uri.joinPath(uri, '..');
    const target = await this.endpointFor(folder);
    if (target) this.show(target).load({ ...payload, send: true }, folder);
  }

  /** Opens the scratchpad of an endpoint; asks for which where none is named. */
  async openScratchpad(argument: unknown): Promise<void> {
    const target = isResourceTarget(argument)
      ? { connectionId: argument.connectionId, name: argument.name }
      : (await chooseEndpoint(this.parts.connections, 'Choose the endpoint to send requests to'))?.target;
    if (!target) return;
    const existing = this.find(target);
    if (existing) return existing.reveal();
    this.show(target).offer(this.firstPayload(target));
  }

  /** Brings a scratchpad back after a reload of the window. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const target = draftTarget(state);
    if (target) this.add(new ScratchpadPanel(this.parts, this.memory, target, panel));
    else panel.dispose();
  }

  dispose(): void {
    for (const panel of [...this.open]) panel.dispose();
  }

  private async endpointFor(folder: vscode.Uri): Promise<EndpointTarget | undefined> {
    const remembered = this.memory.endpointOf(folder);
    if (remembered && (await this.exists(remembered))) return remembered;
    const choice = await chooseEndpoint(this.parts.connections, 'Choose the endpoint to send this payload to');
    await this.memory.setEndpoint(folder, choice?.wasChosen ? choice.target : undefined);
    return choice?.target;
  }

  /** Trouble on the way to an endpoint does not mean that it is gone: the request will show it. */
  private async exists({ connectionId, name }: EndpointTarget): Promise<boolean> {
    const { connections } = this.parts;
    if (!connections.find(connectionId)) return false;
    try {
      await connections.hosting(connectionId).describeEndpoint(name);
      return true;
    } catch (error) {
      return explain(error).kind !== 'notFound';
    }
  }

  private async firstPayload(target: EndpointTarget): Promise<Payload | undefined> {
    const last = this.memory.requestOf(target);
    if (last) {
      const { text, contentType, accept } = last;
      return { body: { kind: 'text', text }, contentType, accept, send: false };
    }
    try {
      const suggestion = await suggestPayload();
      return suggestion && { ...(await readPayload(suggestion)), send: false };
    } catch (error) {
      this.parts.log.warn(`No payload could be suggested. ${explain(error).detail}`);
      return undefined;
    }
  }

  private show(target: EndpointTarget): ScratchpadPanel {
    return this.find(target) ?? this.add(new ScratchpadPanel(this.parts, this.memory, target));
  }

  private find(wanted: EndpointTarget): ScratchpadPanel | undefined {
    return [...this.open].find(({ target }) => isSame(target, wanted));
  }

  private add(panel: ScratchpadPanel): ScratchpadPanel {
    this.open.add(panel);
    panel.onDidDispose(() => this.open.delete(panel));
    return panel;
  }
}
