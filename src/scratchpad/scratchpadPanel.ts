import * as vscode from 'vscode';
import { connectionLabel, problemContext } from '../connections/index.ts';
import { panels } from '../manifest.ts';
import { pollingMs } from '../window/pollingInterval.ts';
import { showProblem } from '../window/showProblem.ts';
import { createPanel, WebviewPanel } from '../window/webviewPanel.ts';
import { conditionOf } from './condition.ts';
import { chooseEndpoint } from './endpointChoice.ts';
import type { ScratchpadMemory } from './memory.ts';
import type {
  EndpointCondition,
  EndpointTarget,
  Opening,
  Outcome,
  Payload,
  ScratchpadHost,
  ScratchpadPage,
  ScratchpadRequest,
} from './messages.ts';
import { problemView } from './outcome.ts';
import type { ScratchpadParts } from './parts.ts';
import { askForPayload, bytesOf, readPayload } from './payloads.ts';
import { RequestSender } from './requestSender.ts';
import { ResponseKeeper } from './responseKeeper.ts';

/** The panel of one scratchpad: what its page asks for, done. */
export class ScratchpadPanel implements vscode.Disposable {
  private readonly parts: ScratchpadParts;
  private readonly memory: ScratchpadMemory;
  private readonly view: WebviewPanel<ScratchpadHost, ScratchpadPage>;
  private readonly sender: RequestSender;
  private readonly keeper: ResponseKeeper;
  private readonly disposables: vscode.Disposable[];
  private current: EndpointTarget;
  private waiting: Promise<Payload | undefined> | undefined;
  /** The folder whose choice of endpoint this panel shows. */
  private folder: vscode.Uri | undefined;

  /** @param panel an existing one after a reload of the window */
  constructor(parts: ScratchpadParts, memory: ScratchpadMemory, target: EndpointTarget, panel?: vscode.WebviewPanel) {
    const { context, connections } = parts;
    this.parts = parts;
    this.memory = memory;
    this.current = target;
    this.keeper = new ResponseKeeper(
      vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'scratchpad-responses'),
    );
    this.sender = new RequestSender({
      target: () => this.senderTarget(),
      bytesOf,
      now: Date.now,
      received: (response) => this.keeper.keep(response, this.current.name),
    });
    const title = panelTitle(target);
    this.view = new WebviewPanel(panel ?? createPanel(panels.scratchpad, title, context.extensionUri), {
      extensionUri: context.extensionUri,
      page: 'scratchpad',
      title,
      functions: this.functions(),
    });
    this.disposables = [
      connections.onDidChangeResource((change) => {
        if (change.kind === 'endpoint' && isSame(change, this.current)) void this.view.page.endpointChanged.asEvent();
      }),
      this.view.panel.onDidDispose(() => this.dispose()),
    ];
  }

  get target(): EndpointTarget {
    return this.current;
  }

  get onDidDispose(): vscode.Event<void> {
    return this.view.panel.onDidDispose;
  }

  reveal(): void {
    this.view.panel.reveal();
  }

  /** Puts a payload into the request, once the page is there. */
  load(payload: Payload, folder: vscode.Uri): void {
    this.folder = folder;
    this.reveal();
    this.offer(Promise.resolve(payload));
  }

  /** Puts a payload into the request once it is found, unless something has been written meanwhile. */
  offer(payload: Promise<Payload | undefined>): void {
    this.waiting = payload;
    void this.view.page.payloadWaiting.asEvent();
  }

  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
    this.sender.cancel();
    this.view.dispose();
  }

  private functions(): ScratchpadHost {
    return {
      start: async () => this.opening(),
      describe: () => this.describe(),
      takePayload: async () => {
        const { waiting } = this;
        this.waiting = undefined;
        return waiting;
      },
      choosePayload: () => this.attempt('open the payload', () => this.choosePayload()),
      chooseEndpoint: () => this.attempt('choose an endpoint', () => this.chooseEndpoint()),
      send: (request) => this.send(request),
      resume: (requestId) => this.sender.resume(requestId),
      cancel: async (requestId) => this.sender.cancel(requestId),
      openResponse: () => this.attempt('open the response', () => this.keeper.open()),
      saveResponse: async () => (await this.attempt('save the response', () => this.keeper.save())) ?? false,
      copyResponse: async () => (await this.attempt('copy the response', () => this.keeper.copy())) ?? false,
    };
  }

  private opening(): Opening {
    return {
      head: { target: this.current, connectionLabel: this.connectionLabel() },
      exchange: this.sender.exchange(),
      pollingMs: pollingMs(),
    };
  }

  private async describe(): Promise<EndpointCondition> {
    const { connectionId, name } = this.current;
    try {
      return conditionOf(await this.parts.connections.hosting(connectionId).describeEndpoint(name));
    } catch (error) {
      return { kind: 'unknown', problem: problemView(error, this.problemContext()) };
    }
  }

  private async send(request: ScratchpadRequest): Promise<Outcome> {
    const { name } = this.current;
    const sent = this.sender.send(request);
    await this.memory.keepRequest(this.current, request);
    const outcome = await sent;
    this.parts.log.debug(`Invoked ${name}: ${summary(outcome)}.`);
    return outcome;
  }

  private async choosePayload(): Promise<Payload | undefined> {
    const uri = await askForPayload();
    return uri && { ...(await readPayload(uri)), send: false };
  }

  private async chooseEndpoint(): Promise<Opening | undefined> {
    const choice = await chooseEndpoint(this.parts.connections, 'Choose the endpoint to send requests to');
    if (!choice) return undefined;
    if (this.folder) await this.memory.setEndpoint(this.folder, choice.target);
    if (isSame(choice.target, this.current)) {
      if (!choice.wasChosen) void vscode.window.showInformationMessage('There is no other endpoint.');
      return undefined;
    }
    this.sender.reset();
    this.current = choice.target;
    this.view.panel.title = panelTitle(this.current);
    return this.opening();
  }

  private senderTarget() {
    const { connectionId, name } = this.current;
    return {
      endpointName: name,
      context: this.problemContext(),
      hosting: () => this.parts.connections.hosting(connectionId),
    };
  }

  private connectionLabel(): string {
    const connection = this.parts.connections.find(this.current.connectionId);
    return connection ? connectionLabel(connection) : 'Removed connection';
  }

  private problemContext() {
    return problemContext(this.parts.connections, this.current.connectionId);
  }

  private async attempt<T>(action: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      showProblem(error, action, this.parts.log, this.problemContext());
      return undefined;
    }
  }
}

/** Whether both are the same endpoint at the same connection. */
export function isSame(a: EndpointTarget, b: EndpointTarget): boolean {
  return a.connectionId === b.connectionId && a.name === b.name;
}

function panelTitle({ name }: EndpointTarget): string {
  return `Scratchpad: ${name}`;
}

function summary(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'answered':
      return `${outcome.status} after ${Math.round(outcome.latencyMs)} ms, ${outcome.size} bytes`;
    case 'modelError':
      return `the model answered ${outcome.status ?? 'with an error'}`;
    case 'problem':
      return outcome.problem.title;
    case 'cancelled':
      return 'cancelled';
  }
}
