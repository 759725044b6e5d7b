import * as vscode from 'vscode';
import { registerConnectionCommands } from './connections/commands.ts';
import { createConnections } from './connections/createConnections.ts';
import { registerDeploy } from './deploy/register.ts';
import { registerExplorer } from './explorer/register.ts';
import { registerScratchpad } from './scratchpad/register.ts';
import { WatchedEndpoints } from './window/watchedEndpoints.ts';

/** Builds the parts and hands them to each other. Reads no file and loads no SDK: each part does so when it is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('SageMaker Hosting', { log: true });
  const connections = createConnections(context, log);
  const watched = new WatchedEndpoints();
  // Disposed in this order: who uses a part goes before it.
  context.subscriptions.push(
    registerConnectionCommands({ connections, log }),
    registerExplorer({ connections, watched, log }),
    registerDeploy({ connections, watched, context, log }),
    registerScratchpad({ connections, context, log }),
    connections,
    log,
  );
}
