import * as vscode from 'vscode';
import { type Connections, problemContext } from '../connections/index.ts';
import { type BadOutcome, outcomeText } from '../hosting/endpointOutcome.ts';
import { problemText } from '../hosting/problems.ts';
import { commands } from '../manifest.ts';
import { pollingMs } from '../window/pollingInterval.ts';
import type { ResourceTarget } from '../window/resourceTarget.ts';
import type { WatchedEndpoints } from '../window/watchedEndpoints.ts';
import { DescriptionDocuments } from './descriptionDocuments.ts';
import type { Element } from './elements.ts';
import { ExplorerCommands } from './explorerCommands.ts';
import { Poller } from './poller.ts';
import { ResourceTree } from './resourceTree.ts';
import { ResourceStore } from './store.ts';
import { inTurns } from './turns.ts';

/** What the explorer works with. */
export interface ExplorerParts {
  readonly connections: Connections;
  readonly watched: WatchedEndpoints;
  readonly log: vscode.LogOutputChannel;
  readonly view: vscode.TreeView<Element>;
  readonly rowsChanged: vscode.EventEmitter<Element | undefined>;
  readonly documentChanged: vscode.EventEmitter<vscode.Uri>;
}

/** Endpoints looked at a time. */
const TURNS = 4;

/** The Resources view from the first time it is shown: what is known, its rows, and what keeps both in step with the world. */
export class Explorer implements vscode.Disposable {
  readonly tree: ResourceTree;
  readonly documents: DescriptionDocuments;
  readonly commands: ExplorerCommands;
  private readonly parts: ExplorerParts;
  private readonly store: ResourceStore;
  private readonly poller: Poller;
  private readonly disposables: vscode.Disposable[];

  constructor(parts: ExplorerParts) {
    this.parts = parts;
    const { connections, view } = parts;
    this.store = new ResourceStore({
      hosting: (connectionId) => connections.hosting(connectionId),
      contextOf: (connectionId) => problemContext(connections, connectionId),
      onChange: (change) => {
        this.tree.redrawChange(change);
        if (change.kind === 'resource') this.documents.refresh(change.target);
        this.poller.update();
      },
      onOutcome: (target, outcome) => void this.tellOutcome(target, outcome),
      onProblem: (connectionId, action, problem) => {
        const { connectionLabel: label } = problemContext(connections, connectionId);
        parts.log.warn(`${label}: could not ${action}. ${problemText(problem)}`);
      },
    });
    this.tree = new ResourceTree(connections, this.store, parts.rowsChanged);
    this.documents = new DescriptionDocuments(connections, parts.documentChanged);
    this.commands = new ExplorerCommands({
      connections,
      store: this.store,
      tree: this.tree,
      documents: this.documents,
      log: parts.log,
    });
    this.poller = new Poller({
      intervalMs: pollingMs,
      isWanted: () => view.visible && this.store.inTransition().length > 0,
      poll: () => inTurns(TURNS, this.store.inTransition(), (target) => this.store.look(target)),
    });
    this.disposables = [this.poller, ...this.follow()];
  }

  dispose(): void {
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
  }

  private follow(): readonly vscode.Disposable[] {
    const { connections, view } = this.parts;
    return [
      connections.onDidChangeConnections(() => {
        for (const id of this.store.knownConnections()) if (connections.find(id) === undefined) this.store.forget(id);
        this.tree.redraw();
      }),
      connections.onDidChangeLocalState(({ kind }) => {
        this.tree.holdLocal(kind === 'stopped');
        if (kind === 'stopped' || kind === 'failed') this.store.forget('local');
        if (kind === 'running') void this.store.refresh('local');
        this.tree.redraw('local');
      }),
      connections.onDidChangeResource((target) => {
        this.documents.refresh(target);
        void this.store.changed(target);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.tree.redraw('local')),
      view.onDidChangeVisibility(({ visible }) => {
        this.poller.update();
        if (visible) for (const connectionId of this.store.knownConnections()) void this.store.refresh(connectionId);
      }),
    ];
  }

  private async tellOutcome(target: ResourceTarget, outcome: BadOutcome): Promise<void> {
    if (this.parts.watched.tells(target, outcome.reason ?? '')) return;
    const text = outcomeText(target.name, outcome);
    this.parts.log.warn(text);
    const describe = 'Describe';
    const chosen = await vscode.window.showWarningMessage(text, describe);
    if (chosen === describe) await vscode.commands.executeCommand(commands.describe, target);
  }
}
