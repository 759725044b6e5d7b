import * as vscode from 'vscode';
import { commands, panels } from '../manifest.ts';
import { showProblem } from '../window/showProblem.ts';
import type { ScratchpadParts } from './parts.ts';
import type { Scratchpads } from './scratchpads.ts';

/** Registers the scratchpad's commands and the restoring of its panels. The rest is loaded when one of them is first used. */
export function registerScratchpad(parts: ScratchpadParts): vscode.Disposable {
  let loaded: Promise<Scratchpads> | undefined;
  const scratchpads = () => {
    loaded ??= import('./scratchpads.ts').then((room) => new room.Scratchpads(parts));
    return loaded;
  };
  const command = (id: string, action: string, run: (argument: unknown) => Promise<void>) =>
    vscode.commands.registerCommand(id, async (argument?: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        showProblem(error, action, parts.log);
      }
    });
  return vscode.Disposable.from(
    command(commands.invokePayload, 'send the payload', async (argument) =>
      (await scratchpads()).invokePayload(argument),
    ),
    command(commands.openScratchpad, 'open the scratchpad', async (argument) =>
      (await scratchpads()).openScratchpad(argument),
    ),
    vscode.window.registerWebviewPanelSerializer(panels.scratchpad, {
      deserializeWebviewPanel: async (panel, state: unknown) => (await scratchpads()).restore(panel, state),
    }),
    { dispose: () => void loaded?.then((opened) => opened.dispose()) },
  );
}
