import { randomBytes } from 'node:crypto';
import { type BirpcReturn, createBirpc } from 'birpc';
import * as vscode from 'vscode';
import type { PanelId } from '../manifest.ts';

/** What a webview panel shows and how it talks. */
export interface WebviewPanelOptions<HostFunctions extends object> {
  readonly extensionUri: vscode.Uri;
  /** The folder of `src/webview` whose `main.ts` is the panel's page; its icon is `media/panel-PAGE-*.svg`. */
  readonly page: string;
  readonly title: string;
  /** What the page may call. Refusals are data: an error thrown here reaches the page without its message. */
  readonly functions: HostFunctions;
}

/**
 * A webview panel with a strict content security policy and a typed channel to its page. Requests return data; the page's functions
 * are called for true pushes only.
 */
export class WebviewPanel<HostFunctions extends object, PageFunctions extends object> implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly page: BirpcReturn<PageFunctions, HostFunctions>;
  private readonly disposables: vscode.Disposable[] = [];
  private disposed = false;

  constructor(panel: vscode.WebviewPanel, options: WebviewPanelOptions<HostFunctions>) {
    this.panel = panel;
    panel.title = options.title;
    panel.iconPath = panelIcon(options);
    panel.webview.options = webviewOptions(options.extensionUri);
    this.page = createBirpc<PageFunctions, HostFunctions>(options.functions, {
      // What comes too late for a closed panel is for nobody.
      post: (message) => (this.disposed ? undefined : panel.webview.postMessage(message)),
      on: (receive) => {
        this.disposables.push(panel.webview.onDidReceiveMessage(receive));
      },
      timeout: -1,
    });
    this.disposables.push(panel.onDidDispose(() => this.dispose()));
    panel.webview.html = pageHtml(panel.webview, options);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const disposable of this.disposables.splice(0)) disposable.dispose();
    this.panel.dispose();
  }
}

/** Opens an empty webview panel, to be handed to a WebviewPanel. */
export function createPanel(
  id: PanelId,
  title: string,
  extensionUri: vscode.Uri,
  column: vscode.ViewColumn = vscode.ViewColumn.Active,
): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(id, title, column, webviewOptions(extensionUri));
}

function panelIcon({ extensionUri, page }: WebviewPanelOptions<object>): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `panel-${page}-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}

function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview')] };
}

function pageHtml(webview: vscode.Webview, { extensionUri, page, title }: WebviewPanelOptions<object>): string {
  const nonce = randomBytes(18).toString('base64');
  const asset = (...path: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', 'webview', ...path)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `connect-src 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)}</title>
<link rel="stylesheet" nonce="${nonce}" id="vscode-codicon-stylesheet" href="${asset('codicons', 'codicon.css')}">
<link rel="stylesheet" nonce="${nonce}" href="${asset(page, 'main.css')}">
</head>
<body>
<main id="root"></main>
<script type="module" nonce="${nonce}" src="${asset(page, 'main.js')}"></script>
</body>
</html>`;
}
