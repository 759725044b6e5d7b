import * as vscode from 'vscode';
import { type Connections, connectionLabel, problemContext } from '../connections/index.ts';
import { explain, problemText } from '../hosting/problems.ts';
import { isResourceTarget, type ResourceTarget } from '../window/resourceTarget.ts';
import { DESCRIPTION_SCHEME } from './descriptionScheme.ts';
import { describe } from './descriptions.ts';
import { descriptionText } from './descriptionText.ts';

const folders = { endpoint: 'endpoints', endpointConfig: 'endpoint-configurations', model: 'models' } as const;

/** Descriptions of resources as read-only JSON documents, which follow the resource while they are open. */
export class DescriptionDocuments {
  private readonly connections: Connections;
  private readonly changed: vscode.EventEmitter<vscode.Uri>;
  /** Fetched before the document is opened, so that an error is told instead of shown as a document. */
  private readonly fetched = new Map<string, string>();

  constructor(connections: Connections, changed: vscode.EventEmitter<vscode.Uri>) {
    this.changed = changed;
    this.connections = connections;
  }

  /** Opens the description, as it is now. @throws when the resource can't be described */
  async show(target: ResourceTarget): Promise<void> {
    const uri = this.uriOf(target);
    this.fetched.set(uri.toString(), await this.text(target));
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Has an open description fetched anew. */
  refresh(target: ResourceTarget): void {
    const uri = this.uriOf(target);
    const shown = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    if (shown) this.changed.fire(uri);
  }

  /** The text of a description's document, as it is now. */
  async content(uri: vscode.Uri): Promise<string> {
    const known = this.fetched.get(uri.toString());
    this.fetched.delete(uri.toString());
    if (known !== undefined) return known;
    const target = targetOf(uri);
    if (target === undefined) return '';
    try {
      return await this.text(target);
    } catch (error) {
      return `${JSON.stringify({ error: problemText(explain(error, problemContext(this.connections, target.connectionId))) }, undefined, 2)}\n`;
    }
  }

  private async text({ connectionId, kind, name }: ResourceTarget): Promise<string> {
    const { value } = await describe(this.connections.hosting(connectionId), kind, name);
    return descriptionText(value);
  }

  private uriOf(target: ResourceTarget): vscode.Uri {
    const connection = this.connections.find(target.connectionId);
    const label = connection === undefined ? target.connectionId : connectionLabel(connection);
    return vscode.Uri.from({
      scheme: DESCRIPTION_SCHEME,
      path: `/${label.replaceAll('/', '-')}/${folders[target.kind]}/${target.name}.json`,
      query: JSON.stringify({ connectionId: target.connectionId, kind: target.kind, name: target.name }),
    });
  }
}

function targetOf(uri: vscode.Uri): ResourceTarget | undefined {
  try {
    const target: unknown = JSON.parse(uri.query);
    return isResourceTarget(target) ? target : undefined;
  } catch {
    return undefined;
  }
}
