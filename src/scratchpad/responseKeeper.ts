import * as vscode from 'vscode';
import { fileExtension } from '../hosting/contentTypes.ts';
import type { InvokeResponse } from '../hosting/hosting.ts';
import { decodeText, responseBody } from './bodyText.ts';

/** Most responses whose files are kept. */
const MOST_FILES = 20;

/** Keeps the last response whole, on the extension's side, for what the page cannot do with its excerpt. */
export class ResponseKeeper {
  private readonly folder: vscode.Uri;
  private last: { readonly response: InvokeResponse; readonly name: string; file?: vscode.Uri } | undefined;

  /** @param folder where the files of opened responses are kept */
  constructor(folder: vscode.Uri) {
    this.folder = folder;
  }

  /** @param endpointName for the names of files */
  keep(response: InvokeResponse | undefined, endpointName: string): void {
    this.last = response && { response, name: fileName(response, endpointName, new Date()) };
  }

  /** Opens the body in an editor, from a file. */
  async open(): Promise<void> {
    const { last } = this;
    if (!last) return;
    last.file ??= await this.write(last.name, last.response.body);
    await vscode.commands.executeCommand('vscode.open', last.file, {
      preview: true,
      viewColumn: vscode.ViewColumn.Beside,
    });
  }

  /** Asks where to and writes the body there; false where the person changed their mind. */
  async save(): Promise<boolean> {
    const { last } = this;
    if (!last) return false;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: 'Save Response',
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, last.name) } : {}),
    });
    if (!target) return false;
    await vscode.workspace.fs.writeFile(target, last.response.body);
    return true;
  }

  /** Puts the body's text on the clipboard; false where there is none. */
  async copy(): Promise<boolean> {
    const text = this.last && decodeText(this.last.response.body);
    if (text === undefined) return false;
    await vscode.env.clipboard.writeText(text);
    return true;
  }

  private async write(name: string, body: Uint8Array): Promise<vscode.Uri> {
    const { fs } = vscode.workspace;
    await fs.createDirectory(this.folder);
    const names = (await fs.readDirectory(this.folder)).map(([entry]) => entry).sort();
    const surplus = names.slice(0, Math.max(0, names.length + 1 - MOST_FILES));
    await Promise.all(surplus.map((entry) => fs.delete(vscode.Uri.joinPath(this.folder, entry))));
    const file = vscode.Uri.joinPath(this.folder, name);
    await fs.writeFile(file, body);
    return file;
  }
}

/** Names sort by age: `2026-03-01 14.05.09 language-id.json`. */
function fileName({ body, contentType }: InvokeResponse, endpointName: string, at: Date): string {
  const time = at.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  const shown = responseBody(body, contentType);
  return `${time} ${endpointName}.${fileExtension(contentType, shown.kind === 'text' ? shown.format : undefined)}`;
}
