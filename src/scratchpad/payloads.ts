import * as vscode from 'vscode';
import { contentTypeOfFile } from '../hosting/contentTypes.ts';
import { decodeText } from './bodyText.ts';
import type { Payload, PayloadFile, RequestBody } from './messages.ts';
import { firstPayload } from './payloadChoice.ts';

/** Most bytes of a file that is put into the editor. */
const EDITED_BYTES = 1024 * 1024;

const payloadFiles = '**/*.{json,jsonl,ndjson,csv,txt,libsvm,npy}';
const notPayloads =
  '**/{node_modules,.git,.vscode,.venv,venv,dist,out,target,package.json,package-lock.json,tsconfig*.json,requirements*.txt}';
const namedForPayloads = '**/{payload,payloads,request,requests}/*.{json,jsonl,ndjson,csv,txt,libsvm}';

/**
 * Reads a payload file as it is to be sent: what an open editor shows of it, saved or not, else what is on disk.
 * @throws {Error} when the file cannot be read
 */
export async function readPayload(uri: vscode.Uri): Promise<Omit<Payload, 'send'>> {
  const name = baseName(uri);
  const { bytes, unsaved } = await contentOf(uri);
  const contentType = contentTypeOfFile(name);
  const source = { name, unsaved, edited: false };
  const text = bytes.length <= EDITED_BYTES ? decodeText(bytes) : undefined;
  if (text !== undefined) return { body: { kind: 'text', text }, contentType, source };
  const reason = bytes.length > EDITED_BYTES ? 'large' : 'binary';
  const file: PayloadFile = { uri: uri.toString(), name, size: bytes.length, reason };
  return { body: { kind: 'file', file }, contentType, source };
}

/**
 * The bytes that go over the wire.
 * @throws {Error} when the body is a file that cannot be read
 */
export async function bytesOf(body: RequestBody): Promise<Uint8Array> {
  if (body.kind === 'text') return new TextEncoder().encode(body.text);
  return (await contentOf(vscode.Uri.parse(body.file.uri, true))).bytes;
}

/** Lets a person choose one of the workspace's payload files, or any file; undefined when they do not. */
export async function askForPayload(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(payloadFiles, notPayloads, 500);
  const browse = { label: '$(folder-opened) Browse…', uri: undefined };
  const workspaceFiles = { label: 'workspace', kind: vscode.QuickPickItemKind.Separator, uri: undefined };
  const items = files.sort(byPath).map((uri) => ({
    label: baseName(uri),
    description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
    uri,
  }));
  const choice = await vscode.window.showQuickPick([browse, workspaceFiles, ...items], {
    title: 'Payload File',
    placeHolder: 'Choose a payload file',
    matchOnDescription: true,
  });
  if (choice !== browse) return choice?.uri;
  const [chosen] = (await vscode.window.showOpenDialog({ title: 'Payload File', openLabel: 'Use as Payload' })) ?? [];
  return chosen;
}

/** A payload file of the workspace to begin with. */
export async function suggestPayload(): Promise<vscode.Uri | undefined> {
  const [all, filed] = await Promise.all([
    vscode.workspace.findFiles(payloadFiles, notPayloads, 500),
    vscode.workspace.findFiles(namedForPayloads, notPayloads, 100),
  ]);
  const uris = new Map([...all, ...filed].map((uri) => [uri.path, uri]));
  const open = openFiles().filter((path) => uris.has(path));
  const path = firstPayload({ open, filed: filed.map((uri) => uri.path) });
  return path === undefined ? undefined : uris.get(path);
}

/** The files of all editor tabs, those in front first, the active group's before the others'. */
function openFiles(): string[] {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const groups = [activeTabGroup, ...all.filter((group) => group !== activeTabGroup)];
  const tabs = groups.flatMap((group) => group.tabs).sort((a, b) => Number(b.isActive) - Number(a.isActive));
  return tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.path] : []));
}

async function contentOf(uri: vscode.Uri): Promise<{ bytes: Uint8Array; unsaved: boolean }> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) return { bytes: new TextEncoder().encode(open.getText()), unsaved: true };
  try {
    return { bytes: await vscode.workspace.fs.readFile(uri), unsaved: false };
  } catch (cause) {
    throw new Error(`The payload file ${vscode.workspace.asRelativePath(uri)} cannot be read.`, { cause });
  }
}

function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function byPath(a: vscode.Uri, b: vscode.Uri): number {
  return a.path.localeCompare(b.path);
}
