import * as vscode from 'vscode';
import { type Connection, type Connections, connectionLabel, problemContext } from '../connections/index.ts';
import type { ResourceKind, ResourceSummary } from '../hosting/hosting.ts';
import { listNewest } from '../hosting/listing.ts';
import { explain } from '../hosting/problems.ts';
import { commands } from '../manifest.ts';
import type { ResourceTarget } from './resourceTarget.ts';

/** What to ask for, and where. */
export interface PickOptions {
  /** All connections where none is named. */
  readonly connectionId?: string;
  /** Resources that may be chosen; all where it is missing. */
  readonly accepts?: (summary: ResourceSummary) => boolean;
  readonly title?: string;
}

/** Resources of one connection to choose from; more would be of little help in a list. */
const MOST_OFFERED = 500;

interface Listing {
  readonly connection: Connection;
  readonly resources: readonly ResourceSummary[];
  /** There are some that may not be chosen. */
  readonly hasOthers: boolean;
  readonly isComplete: boolean;
  /** Why there are none. */
  readonly problem?: string;
}

interface ResourceItem extends vscode.QuickPickItem {
  readonly target?: ResourceTarget;
}

const plural: Readonly<Record<ResourceKind, string>> = {
  endpoint: 'endpoints',
  endpointConfig: 'endpoint configurations',
  model: 'models',
};

/** Asks for an endpoint; see pickResource. */
export function pickEndpoint(
  connections: Connections,
  placeHolder: string,
  options?: PickOptions,
): Promise<ResourceTarget | undefined> {
  return pickResource(connections, 'endpoint', placeHolder, options);
}

/**
 * Asks for a resource, grouped by connection; does not ask where there is only one. A connection that cannot be listed says why and
 * the others stay usable. Where there is none, offers to deploy a model.
 * @returns undefined when nothing was chosen
 */
export async function pickResource(
  connections: Connections,
  kind: ResourceKind,
  placeHolder: string,
  options: PickOptions = {},
): Promise<ResourceTarget | undefined> {
  const abort = new AbortController();
  const listings = listAll(connections, kind, options, abort.signal);
  const answer = await askUnlessClear(listings, placeHolder, kind, options.title);
  abort.abort();
  if (answer.kind === 'chosen') return answer.target;
  if (answer.kind === 'none') await offerDeploy(kind, answer.hasOthers);
  return undefined;
}

type Answer =
  | { readonly kind: 'chosen'; readonly target: ResourceTarget }
  /** There is nothing to choose from. */
  | { readonly kind: 'none'; readonly hasOthers: boolean }
  /** The person turned away. */
  | { readonly kind: 'nothing' };

function listAll(
  connections: Connections,
  kind: ResourceKind,
  { connectionId, accepts = () => true }: PickOptions,
  signal: AbortSignal,
): Promise<readonly Listing[]> {
  const chosen = connections.list().filter(({ id }) => connectionId === undefined || id === connectionId);
  return Promise.all(
    chosen.map(async (connection): Promise<Listing> => {
      try {
        const { items, isComplete } = await listNewest(connections.hosting(connection.id), kind, MOST_OFFERED, signal);
        const resources = items.filter(accepts);
        return { connection, resources, hasOthers: resources.length < items.length, isComplete };
      } catch (error) {
        const problem = explain(error, problemContext(connections, connection.id)).title;
        return { connection, resources: [], hasOthers: false, isComplete: true, problem };
      }
    }),
  );
}

/** Shows the question at once, busy while the lists load; takes it back where they leave nothing to ask. */
function askUnlessClear(
  listings: Promise<readonly Listing[]>,
  placeHolder: string,
  kind: ResourceKind,
  title: string | undefined,
): Promise<Answer> {
  const picker = vscode.window.createQuickPick<ResourceItem>();
  picker.placeholder = placeHolder;
  picker.title = title;
  picker.matchOnDescription = true;
  picker.busy = true;
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      resolve(answer);
      picker.dispose();
    };
    picker.onDidAccept(() => {
      const target = picker.selectedItems[0]?.target;
      if (target !== undefined) settle({ kind: 'chosen', target });
    });
    picker.onDidHide(() => settle({ kind: 'nothing' }));
    picker.show();
    void listings.then((known) => {
      const clear = clearAnswer(known);
      if (clear !== undefined) return settle(clear);
      picker.items = itemsOf(known, kind);
      picker.busy = false;
    });
  });
}

/** What the lists alone answer: the only resource, or that there is none. A list that could not be had leaves it open. */
function clearAnswer(listings: readonly Listing[]): Answer | undefined {
  if (listings.some(({ problem, isComplete }) => problem !== undefined || !isComplete)) return undefined;
  const targets = listings.flatMap(({ connection, resources }) =>
    resources.map(({ kind, name }): ResourceTarget => ({ connectionId: connection.id, kind, name })),
  );
  const [target] = targets;
  if (target === undefined) return { kind: 'none', hasOthers: listings.some(({ hasOthers }) => hasOthers) };
  return targets.length === 1 ? { kind: 'chosen', target } : undefined;
}

function itemsOf(listings: readonly Listing[], kind: ResourceKind): ResourceItem[] {
  return listings.flatMap((listing) => [
    { label: connectionLabel(listing.connection), kind: vscode.QuickPickItemKind.Separator },
    ...(listing.resources.length > 0
      ? listing.resources.map((summary) => itemOf(listing, summary))
      : [emptyItem(listing, kind)]),
    ...(listing.isComplete ? [] : [{ label: `Only the newest ${MOST_OFFERED} are offered`, alwaysShow: true }]),
  ]);
}

function itemOf({ connection }: Listing, { kind, name, status }: ResourceSummary): ResourceItem {
  return {
    label: name,
    target: { connectionId: connection.id, kind, name },
    ...(status === undefined ? {} : { description: status }),
  };
}

function emptyItem({ problem }: Listing, kind: ResourceKind): ResourceItem {
  return problem === undefined ? { label: `No ${plural[kind]}` } : { label: `$(warning) ${problem}`, alwaysShow: true };
}

async function offerDeploy(kind: ResourceKind, hasOthers: boolean): Promise<void> {
  const deploy = 'Deploy Model…';
  const message = hasOthers ? `None of the ${plural[kind]} can be used now.` : `There are no ${plural[kind]} yet.`;
  const chosen = await vscode.window.showInformationMessage(message, deploy);
  if (chosen === deploy) await vscode.commands.executeCommand(commands.deployModel);
}
