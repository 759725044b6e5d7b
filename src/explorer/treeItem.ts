import * as vscode from 'vscode';
import { commands, itemTokens } from '../manifest.ts';
import type { Element, NoteAction } from './elements.ts';
import type { RowView } from './rowView.ts';

/** A row as VS Code takes it. */
export function treeItem(element: Element, view: RowView): vscode.TreeItem {
  const item = new vscode.TreeItem(view.label, collapsibleStates[view.children]);
  item.id = element.id;
  item.description = view.description;
  item.iconPath = themeIcon(view.icon);
  item.tooltip = view.tooltip === undefined ? undefined : tooltip(view.tooltip);
  item.contextValue = view.tokens?.map((token) => itemTokens[token]).join(' ');
  item.accessibilityInformation = { label: view.spoken };
  item.command = commandOf(element);
  return item;
}

const collapsibleStates = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

function themeIcon({ id, color }: RowView['icon']): vscode.ThemeIcon {
  return new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** Values come from the service: they are shown as text, never as Markdown. */
function tooltip({ title, facts }: NonNullable<RowView['tooltip']>): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  markdown.appendMarkdown('**').appendText(title).appendMarkdown('**');
  for (const [label, value] of facts) {
    markdown.appendMarkdown('\n\n');
    if (label !== '') markdown.appendText(`${label}: `);
    markdown.appendText(value);
  }
  return markdown;
}

function commandOf(element: Element): vscode.Command | undefined {
  if (element.type === 'loadMore') {
    return { command: commands.loadMore, title: 'Load More Resources', arguments: [element] };
  }
  if (element.type !== 'note') return undefined;
  return { ...noteCommands[element.action], arguments: [element] };
}

const noteCommands: Readonly<Record<NoteAction, { readonly command: string; readonly title: string }>> = {
  deploy: { command: commands.deployModel, title: 'Deploy Model…' },
  refresh: { command: commands.refresh, title: 'Refresh Resources' },
  startLocal: { command: commands.startLocal, title: 'Start Local Service' },
  manageTrust: { command: 'workbench.trust.manage', title: 'Manage Workspace Trust' },
};
