import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../../src/manifest.ts';

describe('The commands of the manifest', () => {
  it('are all registered once the extension is active', async () => {
    await vscode.extensions.getExtension('sagemaker-hosting.sagemaker-hosting')?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter((id) => !registered.has(id)),
      [],
    );
  });
});
