import * as vscode from 'vscode';
import type { Connection, Connections } from '../connections/index.ts';
import { resourceKinds } from '../hosting/hosting.ts';
import type { DescriptionState } from './descriptions.ts';
import { connectionElement, type Element, type ResourceElement, type VariantElement } from './elements.ts';
import { connectionRows, listRows, resourceRows, variantRows } from './rows.ts';
import type { RowView } from './rowView.ts';
import type { ResourceStore, StoreChange } from './store.ts';
import { treeItem } from './treeItem.ts';
import { connectionView, detailView, listView, loadMoreView, noteView, resourceView, variantView } from './views.ts';

/** Gives VS Code the rows it shows, and tells it which of them changed. */
export class ResourceTree {
  private readonly connections: Connections;
  private readonly store: ResourceStore;
  private readonly changed: vscode.EventEmitter<Element | undefined>;
  /** VS Code knows rows by identity, so a row that is given again is the same object. */
  private readonly given = new Map<string, Element>();
  /** The person stopped Local: looking at it must not start it. */
  private localHeld = false;

  constructor(connections: Connections, store: ResourceStore, changed: vscode.EventEmitter<Element | undefined>) {
    this.connections = connections;
    this.store = store;
    this.changed = changed;
  }

  getTreeItem(element: Element): vscode.TreeItem {
    return treeItem(element, this.viewOf(element));
  }

  async getChildren(element?: Element): Promise<Element[]> {
    const roots = () => this.connections.list().map(({ id }) => connectionElement(id));
    const rows = element === undefined ? roots() : await this.rowsBeneath(element);
    return rows.map((row) => this.intern(row));
  }

  /** The row with this id, if it has been given. */
  find(id: string): Element | undefined {
    return this.given.get(id);
  }

  /** Whether the person stopped Local and has not started it since. */
  holdLocal(held: boolean): void {
    this.localHeld = held;
  }

  /** Has VS Code ask anew for a row and what is beneath it; for everything where none is named. */
  redraw(id?: string): void {
    const element = id === undefined ? undefined : this.given.get(id);
    if (id === undefined || element !== undefined) this.changed.fire(element);
  }

  /** Has VS Code ask anew for what concerns a change. */
  redrawChange(change: StoreChange): void {
    for (const element of [...this.given.values()].filter((row) => concerns(change, row))) this.changed.fire(element);
  }

  private async rowsBeneath(element: Element): Promise<readonly Element[]> {
    const { connectionId } = element;
    switch (element.type) {
      case 'connection':
        return this.rowsOfConnection(this.connections.find(connectionId));
      case 'list':
        await this.store.ensureList(connectionId, element.lists);
        return listRows(connectionId, element.lists, this.store.list(connectionId, element.lists));
      case 'resource':
        return this.rowsOfResource(element);
      case 'variant':
        return variantRows(element, this.ownerOf(element));
      default:
        return [];
    }
  }

  private rowsOfConnection(connection: Connection | undefined): readonly Element[] {
    if (connection === undefined) return [];
    const rows = connectionRows(connection, {
      state: this.connections.localState(),
      held: this.localHeld,
      trusted: vscode.workspace.isTrusted,
    });
    // Fetched now, although they may be collapsed: their rows show how many there are.
    if (rows.some(({ type }) => type === 'list')) {
      for (const kind of resourceKinds) void this.store.ensureList(connection.id, kind);
    }
    return rows;
  }

  private async rowsOfResource(element: ResourceElement): Promise<readonly Element[]> {
    await this.store.ensureDescription(element);
    const own = this.store.description(element);
    const configName = configNameOf(own);
    if (configName === undefined) return resourceRows(element, { own, config: { kind: 'unloaded' } });
    const target = { connectionId: element.connectionId, kind: 'endpointConfig', name: configName } as const;
    await this.store.ensureDescription(target);
    return resourceRows(element, { own, config: this.store.description(target) });
  }

  private viewOf(element: Element): RowView {
    const { connectionId } = element;
    switch (element.type) {
      case 'connection': {
        const connection = this.connections.find(connectionId);
        return connectionView(connection ?? { kind: 'local', id: 'local' }, this.connections.localState());
      }
      case 'list':
        return listView(element, this.store.list(connectionId, element.lists));
      case 'resource':
        return resourceView(element, this.store.summary(element), this.store.description(element));
      case 'variant':
        return this.viewOfVariant(element);
      case 'detail':
        return detailView(element);
      case 'note':
        return noteView(element);
      case 'loadMore':
        return loadMoreView(element, this.store.list(connectionId, element.lists));
    }
  }

  private viewOfVariant(element: VariantElement): RowView {
    const owner = this.ownerOf(element);
    const configName = configNameOf(owner);
    const config =
      configName === undefined
        ? owner
        : this.store.description({ connectionId: element.connectionId, kind: 'endpointConfig', name: configName });
    return variantView(element, loadedOf(owner), loadedOf(config));
  }

  private ownerOf({ connectionId, of, ownerName }: VariantElement): DescriptionState {
    return this.store.description({ connectionId, kind: of, name: ownerName });
  }

  private intern(row: Element): Element {
    const known = this.given.get(row.id);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(row)) return known;
    this.given.set(row.id, row);
    return row;
  }
}

function concerns(change: StoreChange, row: Element): boolean {
  if (change.kind === 'list') {
    return row.type === 'list' && row.connectionId === change.connectionId && row.lists === change.lists;
  }
  const { connectionId, kind, name } = change.target;
  return row.type === 'resource' && row.connectionId === connectionId && row.kind === kind && row.name === name;
}

function configNameOf(state: DescriptionState): string | undefined {
  if (state.kind !== 'loaded' || state.description.kind !== 'endpoint') return undefined;
  const { EndpointConfigName, PendingDeploymentSummary } = state.description.value;
  return EndpointConfigName ?? PendingDeploymentSummary?.EndpointConfigName;
}

function loadedOf(state: DescriptionState) {
  return state.kind === 'loaded' ? state.description : undefined;
}
