import * as vscode from 'vscode';
import { commands, panels } from '../manifest.ts';
import { showProblem } from '../window/showProblem.ts';
import { lazily } from './lazily.ts';
import type { DeployRoom } from './room.ts';

/** Registers the commands and panels that create, change and delete. Everything behind them is loaded on first use. */
export function registerDeploy(room: DeployRoom): vscode.Disposable {
  const deployForm = lazily(async () => new (await import('./deployForm.ts')).DeployForm(room));
  const trafficForms = lazily(async () => new (await import('./trafficForms.ts')).TrafficForms(room));
  const command = (id: string, action: string, run: (...args: unknown[]) => Promise<void>) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) =>
      run(...args).catch((error: unknown) => showProblem(error, action, room.log)),
    );
  const panel = (id: string, restore: (panel: vscode.WebviewPanel, state: unknown) => Promise<void>) =>
    vscode.window.registerWebviewPanelSerializer(id, { deserializeWebviewPanel: restore });

  return vscode.Disposable.from(
    deployForm,
    trafficForms,
    panel(panels.deploy, async (restored) => (await deployForm.get()).restore(restored)),
    panel(panels.traffic, async (restored, state) => (await trafficForms.get()).restore(restored, state)),
    command(commands.deployModel, 'open the deploy form', async (argument) => {
      const { formRequest } = await import('./formRequest.ts');
      await (await deployForm.get()).open(formRequest(argument));
    }),
    command(commands.shiftTraffic, 'shift traffic', async (argument) => {
      await (await trafficForms.get()).open(argument);
    }),
    command(commands.updateEndpoint, 'update the endpoint', async (argument) => {
      await (await import('./updateEndpoint.ts')).updateEndpoint(room, argument);
    }),
    command(commands.delete, 'delete', async (argument) => {
      await (await import('./deleteResource.ts')).deleteResource(room, argument);
    }),
    command(commands.openSampleWorkspace, 'open the sample workspace', async () => {
      await (await import('./sampleWorkspace.ts')).openSampleWorkspace(room.context.extensionUri);
    }),
  );
}
