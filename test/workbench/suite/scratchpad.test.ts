import * as vscode from 'vscode';
import { commands } from '../../../src/manifest.ts';
import type { ResourceTarget } from '../../../src/window/resourceTarget.ts';

const target = (name: string): ResourceTarget => ({ connectionId: 'local', kind: 'endpoint', name });

describe('The Request Scratchpad', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('has one panel for each endpoint', async () => {
    for (const name of ['first', 'second', 'first']) {
      await vscode.commands.executeCommand(commands.openScratchpad, target(name));
    }
    await untilTabs(() => scratchpads().join() === 'Scratchpad: first,Scratchpad: second');
    await untilTabs(() => vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'Scratchpad: first');
  });

  it('opens anew once its panel has been closed', async () => {
    await vscode.commands.executeCommand(commands.openScratchpad, target('first'));
    await untilTabs(() => scratchpads().length === 1);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await untilTabs(() => scratchpads().length === 0);
    await vscode.commands.executeCommand(commands.openScratchpad, target('first'));
    await untilTabs(() => scratchpads().join() === 'Scratchpad: first');
  });
});

function scratchpads(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ label }) => label)
    .filter((label) => label.startsWith('Scratchpad: '));
}

/** The extension host learns of tabs a moment after they have changed. */
async function untilTabs(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await new Promise<void>((resolve) => {
      const listener = vscode.window.tabGroups.onDidChangeTabs(() => {
        listener.dispose();
        resolve();
      });
    });
  }
}
