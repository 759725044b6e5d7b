import { type BadOutcome, type ChangeUnderWay, lookAtEndpoint } from '../hosting/endpointOutcome.ts';
import { isInTransition } from '../hosting/endpointState.ts';
import {
  type Hosting,
  type ResourceDescription,
  type ResourceKind,
  type ResourcePage,
  type ResourceSummary,
  resourceKinds,
} from '../hosting/hosting.ts';
import type { Problem, ProblemContext } from '../hosting/problem.ts';
import { explain, isPassing } from '../hosting/problems.ts';
import type { ResourceTarget } from '../window/resourceTarget.ts';
import { type DescriptionState, describe, summaryOf } from './descriptions.ts';
import { type Listing, type ListState, listingOf, withItem, withoutItem, withPage } from './lists.ts';
import { inTurns } from './turns.ts';

/** What changed in what is known. */
export type StoreChange =
  | { readonly kind: 'list'; readonly connectionId: string; readonly lists: ResourceKind }
  | { readonly kind: 'resource'; readonly target: ResourceTarget };

/** What the store needs from its surroundings. */
export interface ResourceStoreOptions {
  readonly hosting: (connectionId: string) => Hosting;
  /** Whom an error befell. */
  readonly contextOf: (connectionId: string) => ProblemContext;
  readonly onChange: (change: StoreChange) => void;
  /** A change of an endpoint, seen under way before, has come out badly. */
  readonly onOutcome: (target: ResourceTarget, outcome: BadOutcome) => void;
  readonly onProblem: (connectionId: string, action: string, problem: Problem) => void;
}

/** Endpoints of a list that are described without being asked for, so that their variants show; the others when they are opened. */
const DESCRIBED_AHEAD = 20;

/** Descriptions under way at a time. */
const TURNS = 4;

/** What this window knows of the resources of all connections. Fetches what is asked for and follows what is in transition. */
export class ResourceStore {
  private readonly options: ResourceStoreOptions;
  private readonly lists = new Map<string, ListState>();
  private readonly listLoads = new Map<string, Promise<void>>();
  private readonly descriptions = new Map<string, DescriptionState>();
  private readonly descriptionLoads = new Map<string, Promise<void>>();
  private readonly underWay = new Map<string, ChangeUnderWay>();

  constructor(options: ResourceStoreOptions) {
    this.options = options;
  }

  list(connectionId: string, lists: ResourceKind): ListState {
    return this.lists.get(listKey(connectionId, lists)) ?? { kind: 'unloaded' };
  }

  description(target: ResourceTarget): DescriptionState {
    return this.descriptions.get(resourceKey(target)) ?? { kind: 'unloaded' };
  }

  /** The line of a resource in its list, where it has been fetched. */
  summary({ connectionId, kind, name }: ResourceTarget): ResourceSummary | undefined {
    return listingOf(this.list(connectionId, kind))?.items.find((item) => item.name === name);
  }

  /** Fetches a list that has not been fetched. */
  async ensureList(connectionId: string, lists: ResourceKind): Promise<void> {
    const loading = this.listLoads.get(listKey(connectionId, lists));
    if (loading !== undefined) return loading;
    if (this.list(connectionId, lists).kind === 'unloaded') await this.reloadList(connectionId, lists);
  }

  /** Fetches as much of a list as had been fetched, anew. */
  reloadList(connectionId: string, lists: ResourceKind): Promise<void> {
    const before = listingOf(this.list(connectionId, lists));
    return this.load(connectionId, lists, before, () => this.fetchPages(connectionId, lists, before?.pages ?? 1));
  }

  /** Fetches the next page of a list, if there is one. What is there stays, whatever becomes of it. */
  async loadMore(connectionId: string, lists: ResourceKind): Promise<void> {
    const before = listingOf(this.list(connectionId, lists));
    if (before?.nextToken === undefined) return;
    const { nextToken } = before;
    await this.load(connectionId, lists, before, async () => {
      try {
        return withPage(before, await this.options.hosting(connectionId).list(lists, { nextToken }));
      } catch (error) {
        return { ...before, moreProblem: this.problem(connectionId, `list more ${lists}s`, error) };
      }
    });
  }

  /** Describes a resource that has not been described. */
  async ensureDescription(target: ResourceTarget): Promise<void> {
    const loading = this.descriptionLoads.get(resourceKey(target));
    if (loading !== undefined) return loading;
    if (this.description(target).kind === 'unloaded') await this.look(target);
  }

  /** Describes a resource anew. One that is gone leaves its list. */
  look(target: ResourceTarget): Promise<void> {
    const key = resourceKey(target);
    const isLatest = (): boolean => this.descriptionLoads.get(key) === load;
    const load: Promise<void> = this.lookNow(target, isLatest).finally(() => {
      if (isLatest()) this.descriptionLoads.delete(key);
    });
    this.descriptionLoads.set(key, load);
    return load;
  }

  /** Looks at a resource that was created, changed or deleted through this window; a new one joins its list. */
  async changed(target: ResourceTarget): Promise<void> {
    if (this.list(target.connectionId, target.kind).kind === 'unloaded') return;
    await this.look(target);
    const state = this.description(target);
    if (state.kind !== 'loaded' || this.summary(target) !== undefined) return;
    this.updateListing(target, (listing) => withItem(listing, summaryOf(state.description, target.name)));
    this.options.onChange({ kind: 'list', connectionId: target.connectionId, lists: target.kind });
  }

  /** Fetches every list of a connection anew that had been fetched; those that are being fetched are new enough. */
  async refresh(connectionId: string): Promise<void> {
    this.forgetDescriptions(connectionId);
    const loaded = this.knownLists(connectionId).filter((lists) => this.list(connectionId, lists).kind !== 'loading');
    await Promise.all(loaded.map((lists) => this.reloadList(connectionId, lists)));
  }

  /** Forgets everything about a connection. */
  forget(connectionId: string): void {
    for (const { lists } of [...this.lists.keys()]
      .map(listOfKey)
      .filter((list) => list.connectionId === connectionId)) {
      this.lists.delete(listKey(connectionId, lists));
      this.listLoads.delete(listKey(connectionId, lists));
    }
    this.forgetDescriptions(connectionId);
  }

  /** Connections of which something has been fetched. */
  knownConnections(): readonly string[] {
    return [...new Set([...this.lists.keys()].map((key) => listOfKey(key).connectionId))];
  }

  /** Endpoints that go on to another state by themselves. */
  inTransition(): readonly ResourceTarget[] {
    return [...this.lists].flatMap(([key, state]) => {
      const { connectionId, lists } = listOfKey(key);
      if (lists !== 'endpoint') return [];
      const items = listingOf(state)?.items ?? [];
      return items
        .filter(({ status }) => isInTransition(status))
        .map(({ name }): ResourceTarget => ({ connectionId, kind: 'endpoint', name }))
        .filter((target) => this.isWorthAnotherLook(target));
    });
  }

  private knownLists(connectionId: string): readonly ResourceKind[] {
    return resourceKinds.filter((lists) => this.list(connectionId, lists).kind !== 'unloaded');
  }

  private isWorthAnotherLook(target: ResourceTarget): boolean {
    const state = this.description(target);
    return state.kind !== 'failed' || isPassing(state.problem);
  }

  private load(
    connectionId: string,
    lists: ResourceKind,
    before: Listing | undefined,
    fetch: () => Promise<Listing>,
  ): Promise<void> {
    const key = listKey(connectionId, lists);
    const isLatest = () => this.listLoads.get(key) === load;
    const load: Promise<void> = this.fetched(connectionId, lists, fetch).then((state) => {
      if (!isLatest()) return;
      this.listLoads.delete(key);
      this.lists.set(key, state);
      this.options.onChange({ kind: 'list', connectionId, lists });
      if (state.kind === 'loaded' && lists === 'endpoint') void this.lookAhead(connectionId, state.listing.items);
    });
    this.listLoads.set(key, load);
    this.lists.set(key, { kind: 'loading', ...(before === undefined ? {} : { before }) });
    return load;
  }

  private async fetched(connectionId: string, lists: ResourceKind, fetch: () => Promise<Listing>): Promise<ListState> {
    try {
      return { kind: 'loaded', listing: await fetch() };
    } catch (error) {
      return { kind: 'failed', problem: this.problem(connectionId, `list ${lists}s`, error) };
    }
  }

  private async fetchPages(connectionId: string, lists: ResourceKind, pages: number): Promise<Listing> {
    const hosting = this.options.hosting(connectionId);
    let listing = withPage(undefined, await hosting.list(lists));
    while (listing.pages < pages && listing.nextToken !== undefined) {
      const page: ResourcePage = await hosting.list(lists, { nextToken: listing.nextToken });
      listing = withPage(listing, page);
    }
    return listing;
  }

  /** Describes the newest endpoints, and those whose change was under way, as far as they changed since they were described. */
  private async lookAhead(connectionId: string, items: readonly ResourceSummary[]): Promise<void> {
    const targets = items
      .filter((item, index) => index < DESCRIBED_AHEAD || this.underWay.has(resourceKey({ connectionId, ...item })))
      .filter((item) => this.isOutdated(connectionId, item))
      .map(({ kind, name }): ResourceTarget => ({ connectionId, kind, name }));
    await inTurns(TURNS, targets, (target) => this.look(target));
  }

  private isOutdated(connectionId: string, { kind, name, status, lastModifiedTime }: ResourceSummary): boolean {
    const state = this.description({ connectionId, kind, name });
    if (state.kind !== 'loaded' || state.description.kind !== 'endpoint') return true;
    const { EndpointStatus, LastModifiedTime } = state.description.value;
    return EndpointStatus !== status || LastModifiedTime?.getTime() !== lastModifiedTime?.getTime();
  }

  private async lookNow(target: ResourceTarget, isLatest: () => boolean): Promise<void> {
    // Starts in a later turn, so that whoever asks has noted that it is under way.
    await Promise.resolve();
    const hosting = this.options.hosting(target.connectionId);
    try {
      const description = await describe(hosting, target.kind, target.name);
      if (isLatest()) this.saw(target, description);
    } catch (error) {
      if (isLatest()) this.missed(target, error);
    }
  }

  private saw(target: ResourceTarget, description: ResourceDescription): void {
    const key = resourceKey(target);
    this.descriptions.set(key, { kind: 'loaded', description });
    if (this.summary(target) !== undefined) {
      this.updateListing(target, (listing) => withItem(listing, summaryOf(description, target.name)));
    }
    this.options.onChange({ kind: 'resource', target });
    if (description.kind === 'endpoint') this.follow(target, key, description.value);
  }

  private follow(target: ResourceTarget, key: string, sight: Parameters<typeof lookAtEndpoint>[1]): void {
    const { underWay, outcome } = lookAtEndpoint(this.underWay.get(key), sight);
    if (underWay === undefined) this.underWay.delete(key);
    else this.underWay.set(key, underWay);
    if (outcome !== undefined) this.options.onOutcome(target, outcome);
  }

  private missed(target: ResourceTarget, error: unknown): void {
    const problem = this.problem(target.connectionId, `describe ${target.name}`, error);
    if (problem.kind === 'notFound' && this.summary(target) !== undefined) {
      this.remove(target);
      return;
    }
    this.descriptions.set(resourceKey(target), { kind: 'failed', problem });
    this.options.onChange({ kind: 'resource', target });
  }

  private remove(target: ResourceTarget): void {
    this.descriptions.delete(resourceKey(target));
    this.underWay.delete(resourceKey(target));
    this.updateListing(target, (listing) => withoutItem(listing, target.name));
    this.options.onChange({ kind: 'list', connectionId: target.connectionId, lists: target.kind });
  }

  private updateListing({ connectionId, kind }: ResourceTarget, change: (listing: Listing) => Listing): void {
    const key = listKey(connectionId, kind);
    const state = this.lists.get(key);
    if (state?.kind === 'loaded') this.lists.set(key, { kind: 'loaded', listing: change(state.listing) });
    if (state?.kind === 'loading' && state.before !== undefined) {
      this.lists.set(key, { kind: 'loading', before: change(state.before) });
    }
  }

  private forgetDescriptions(connectionId: string): void {
    for (const key of [...this.descriptions.keys()].filter((each) => each.startsWith(`${connectionId}\n`))) {
      this.descriptions.delete(key);
    }
  }

  private problem(connectionId: string, action: string, error: unknown): Problem {
    const problem = explain(error, this.options.contextOf(connectionId));
    this.options.onProblem(connectionId, action, problem);
    return problem;
  }
}

function listKey(connectionId: string, lists: ResourceKind): string {
  return `${connectionId}\n${lists}`;
}

function listOfKey(key: string): { connectionId: string; lists: ResourceKind } {
  const [connectionId = '', lists] = key.split('\n');
  return { connectionId, lists: lists === 'endpoint' || lists === 'endpointConfig' ? lists : 'model' };
}

function resourceKey({ connectionId, kind, name }: ResourceTarget): string {
  return `${connectionId}\n${kind}\n${name}`;
}
