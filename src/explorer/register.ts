import * as vscode from 'vscode';
import type { Connections } from '../connections/index.ts';
import { type CommandId, commands, views } from '../manifest.ts';
import { showProblem } from '../window/showProblem.ts';
import type { WatchedEndpoints } from '../window/watchedEndpoints.ts';
import { DESCRIPTION_SCHEME } from './descriptionScheme.ts';
import type { Element } from './elements.ts';
import type { Explorer } from './explorer.ts';
import type { ExplorerCommands } from './explorerCommands.ts';

/** What the tree works with. */
export interface ExplorerOptions {
  readonly connections: Connections;
  readonly watched: WatchedEndpoints;
  readonly log: vscode.LogOutputChannel;
}

/** Registers the Resources view and its commands. What they do is loaded when they are first used. */
export function registerExplorer({ connections, watched, log }: ExplorerOptions): vscode.Disposable {
  const rowsChanged = new vscode.EventEmitter<Element | undefined>();
  const documentChanged = new vscode.EventEmitter<vscode.Uri>();
  const view: vscode.TreeView<Element> = vscode.window.createTreeView(views.resources, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: rowsChanged.event,
      getTreeItem: async (element) => (await explorer()).tree.getTreeItem(element),
      getChildren: async (element) => (await explorer()).tree.getChildren(element),
    },
  });
  let loading: Promise<Explorer> | undefined;
  const explorer = (): Promise<Explorer> => {
    loading ??= import('./explorer.ts').then(
      ({ Explorer }) => new Explorer({ connections, watched, log, view, rowsChanged, documentChanged }),
    );
    return loading;
  };
  const register = (id: CommandId, action: string, run: (commands: ExplorerCommands, argument: unknown) => unknown) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        await run((await explorer()).commands, argument);
      } catch (error) {
        showProblem(error, action, log);
      }
    });
  return vscode.Disposable.from(
    view,
    rowsChanged,
    documentChanged,
    new vscode.Disposable(() => void loading?.then((loaded) => loaded.dispose())),
    vscode.workspace.registerTextDocumentContentProvider(DESCRIPTION_SCHEME, {
      onDidChange: documentChanged.event,
      provideTextDocumentContent: async (uri) => (await explorer()).documents.content(uri),
    }),
    register(commands.refresh, 'refresh', (on, argument) => on.refresh(argument)),
    register(commands.loadMore, 'load more', (on, argument) => on.loadMore(argument)),
    register(commands.describe, 'describe the resource', (on, argument) => on.describe(argument)),
    register(commands.copyName, 'copy the name', (on, argument) => on.copyName(argument)),
    register(commands.copyArn, 'copy the ARN', (on, argument) => on.copyArn(argument)),
  );
}
