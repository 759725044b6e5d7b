import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../../../src/manifest.ts';

function deployTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label === 'Deploy Model');
}

describe('the command that deploys a model', () => {
  after(() => vscode.window.tabGroups.close(deployTabs()));

  it('opens one form, however often it is run', async () => {
    const [artifact] = await vscode.workspace.findFiles('**/lande-fp32.tar.gz');
    await vscode.commands.executeCommand(commands.deployModel, artifact, [artifact]);
    await vscode.commands.executeCommand(commands.deployModel);
    assert.equal(deployTabs().length, 1);
    const [tab] = deployTabs();
    assert.ok(tab?.input instanceof vscode.TabInputWebview);
    assert.match(tab.input.viewType, /sagemakerHosting\.deploy$/);
  });
});
