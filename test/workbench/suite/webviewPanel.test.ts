import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { panels } from '../../../src/manifest.ts';
import { createPanel, WebviewPanel } from '../../../src/window/webviewPanel.ts';

describe('A webview panel', () => {
  it('lets what comes too late for a closed page go, without an error', async () => {
    const { extensionUri } =
      vscode.extensions.getExtension('sagemaker-hosting.sagemaker-hosting') ?? assert.fail('no extension');
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listen);
    let answer = (_: string): void => undefined;
    let asked = (): void => undefined;
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const panel = new WebviewPanel<{ open(): Promise<string> }, { showRun(run: unknown): void }>(
      createPanel(panels.deploy, 'Late', extensionUri),
      {
        extensionUri,
        page: 'deploy',
        title: 'Late',
        functions: {
          open: () => {
            asked();
            return new Promise<string>((resolve) => {
              answer = resolve;
            });
          },
        },
      },
    );
    await wasAsked;
    panel.dispose();
    answer('too late');
    void panel.page.showRun.asEvent(undefined);
    await new Promise((resolve) => setTimeout(resolve, 0));
    process.off('unhandledRejection', listen);
    assert.deepEqual(unhandled, []);
  });
});
