import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** The folder that the sample is copied to, inside the one that is chosen. */
const FOLDER_NAME = 'sagemaker-hosting-sample';

/** Copies the sample to a folder of the person's choice and opens it. Nothing that exists is overwritten. */
export async function openSampleWorkspace(extensionUri: vscode.Uri): Promise<void> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: vscode.Uri.file(homedir()),
      openLabel: 'Put Sample Here',
      title: `Choose where to put the folder ${FOLDER_NAME}`,
    })) ?? [];
  const target = parent && (await chooseTarget(parent));
  if (!target) return;
  if (target.isNew) await copySample(vscode.Uri.joinPath(extensionUri, 'examples'), target.folder);
  await open(target.folder);
}

interface Target {
  readonly folder: vscode.Uri;
  /** Nothing is there yet. */
  readonly isNew: boolean;
}

async function chooseTarget(parent: vscode.Uri): Promise<Target | undefined> {
  const folder = vscode.Uri.joinPath(parent, FOLDER_NAME);
  if (!(await exists(folder))) return { folder, isNew: true };
  const openIt = 'Open It';
  const anotherName = 'Choose Another Name…';
  const chosen = await vscode.window.showInformationMessage(
    `There is a folder ${FOLDER_NAME} already.`,
    { modal: true, detail: 'It can be opened as it is. Nothing in it is changed.' },
    openIt,
    anotherName,
  );
  if (chosen === openIt) return { folder, isNew: false };
  return chosen === anotherName ? askForName(parent) : undefined;
}

async function askForName(parent: vscode.Uri): Promise<Target | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'Open Sample Workspace',
    prompt: `A name for the sample’s folder in ${parent.fsPath}`,
    value: await freeFolderName(parent),
    validateInput: async (value) => {
      if (!/^[^\\/:*?"<>|]+$/.test(value) || /^\.+$/.test(value)) return 'Enter the name of a folder, not a path.';
      return (await exists(vscode.Uri.joinPath(parent, value))) ? 'There is such a file or folder already.' : undefined;
    },
  });
  return name === undefined ? undefined : { folder: vscode.Uri.joinPath(parent, name), isNew: true };
}

async function freeFolderName(parent: vscode.Uri): Promise<string> {
  for (let number = 2; ; number += 1) {
    const name = `${FOLDER_NAME}-${number}`;
    if (!(await exists(vscode.Uri.joinPath(parent, name)))) return name;
  }
}

async function copySample(sample: vscode.Uri, folder: vscode.Uri): Promise<void> {
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Copying the sample to ${folder.fsPath}` },
    async () => {
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, '..'));
      await vscode.workspace.fs.copy(sample, folder, { overwrite: false });
    },
  );
}

async function open(folder: vscode.Uri): Promise<void> {
  const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
  const here = 'Open Here';
  const newWindow = 'Open in New Window';
  const chosen = hasFolder
    ? await vscode.window.showInformationMessage(
        'Open the sample workspace?',
        { modal: true, detail: folder.fsPath },
        newWindow,
        here,
      )
    : here;
  if (chosen === undefined) return;
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: chosen === newWindow });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
