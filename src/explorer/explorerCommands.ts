import * as vscode from 'vscode';
import { type Connections, problemContext } from '../connections/index.ts';
import { resourceKinds } from '../hosting/hosting.ts';
import { views } from '../manifest.ts';
import { pickResource } from '../window/pickResource.ts';
import { isResourceTarget, type ResourceTarget } from '../window/resourceTarget.ts';
import { showProblem } from '../window/showProblem.ts';
import type { DescriptionDocuments } from './descriptionDocuments.ts';
import { describe, summaryOf } from './descriptions.ts';
import type { Element } from './elements.ts';
import type { ResourceTree } from './resourceTree.ts';
import type { ResourceStore } from './store.ts';
import { capitalized, kindWords } from './texts.ts';

/** What the commands of the tree work with. */
export interface ExplorerCommandsParts {
  readonly connections: Connections;
  readonly store: ResourceStore;
  readonly tree: ResourceTree;
  readonly documents: DescriptionDocuments;
  readonly log: vscode.LogOutputChannel;
}

/** The commands that look at resources and change none. Each takes a row, or asks for a resource where it gets none. */
export class ExplorerCommands {
  private readonly parts: ExplorerCommandsParts;

  constructor(parts: ExplorerCommandsParts) {
    this.parts = parts;
  }

  /** Fetches everything anew; from a note, what the note is about. The view's title passes whatever row has the focus. */
  async refresh(argument: unknown): Promise<void> {
    const { connections, store, tree } = this.parts;
    const about = isElement(argument) && argument.type === 'note' ? tree.find(argument.about) : undefined;
    if (about?.type === 'list') return inView(() => store.reloadList(about.connectionId, about.lists));
    if (about?.type === 'resource') return inView(() => store.look(about));
    await inView(() => Promise.all(connections.list().map(({ id }) => store.refresh(id))));
  }

  async loadMore(argument: unknown): Promise<void> {
    if (!isElement(argument) || argument.type !== 'loadMore') return;
    await inView(() => this.parts.store.loadMore(argument.connectionId, argument.lists));
  }

  async describe(argument: unknown): Promise<void> {
    await this.withTarget(argument, 'describe', (target) => this.parts.documents.show(target));
  }

  async copyName(argument: unknown): Promise<void> {
    await this.withTarget(argument, 'copy the name of', (target) => copy(target.name));
  }

  async copyArn(argument: unknown): Promise<void> {
    await this.withTarget(argument, 'copy the ARN of', async (target) => copy(await this.arnOf(target)));
  }

  /** Tells trouble in the words of the connection that it befell. */
  private async withTarget(argument: unknown, verb: string, run: (target: ResourceTarget) => Promise<void>) {
    const target = await this.target(argument, verb);
    if (target === undefined) return;
    try {
      await run(target);
    } catch (error) {
      const { connections, log } = this.parts;
      showProblem(error, `${verb} ${target.name}`, log, problemContext(connections, target.connectionId));
    }
  }

  private async target(argument: unknown, verb: string): Promise<ResourceTarget | undefined> {
    if (isResourceTarget(argument)) return argument;
    const items = resourceKinds.map((kind) => ({ label: capitalized(kindWords[kind]), resourceKind: kind }));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: `Choose what to ${verb}` });
    if (chosen === undefined) return undefined;
    const words = kindWords[chosen.resourceKind];
    return pickResource(this.parts.connections, chosen.resourceKind, `Choose the ${words} to ${verb}`);
  }

  private async arnOf(target: ResourceTarget): Promise<string> {
    const { connections, store } = this.parts;
    const known = store.summary(target)?.arn;
    if (known !== undefined && known !== '') return known;
    const description = await describe(connections.hosting(target.connectionId), target.kind, target.name);
    return summaryOf(description, target.name).arn;
  }
}

/** Shows that the view is busy. */
async function inView(work: () => Promise<unknown>): Promise<void> {
  await vscode.window.withProgress({ location: { viewId: views.resources } }, work);
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied ${text}`, 3_000);
}

function isElement(argument: unknown): argument is Element {
  return typeof argument === 'object' && argument !== null && 'type' in argument && 'connectionId' in argument;
}
