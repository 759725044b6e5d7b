import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('The extension in the extension host', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension('sagemaker-hosting.sagemaker-hosting');
    assert.ok(extension, 'the editor has not loaded the extension');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('sees the sample workspace as files on this machine', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(folder?.uri.scheme, 'file');
    const found = await vscode.workspace.findFiles('**/*.json', null, 1);
    assert.equal(found.length, 1);
  });
});
