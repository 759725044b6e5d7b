import * as vscode from 'vscode';
import { registerConnectionCommands } from './connections/commands.ts';
import { createConnections } from './connections/createConnections.ts';
import { registerDeploy } from './deploy/register.ts';
import { registerExplorer } from './explorer/register.ts';
import { registerScratchpad } from './scratchpad/register.ts';

/** Builds the parts and hands them to each other. Reads no file and loads no SDK: each part does so when it is first used. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('SageMaker Hosting', { log: true });
  const connections = createConnections(context, log);
  context.subscriptions.push(
    log,
    connections,
    registerConnectionCommands({ connections, log }),
    registerExplorer({ connections, log }),
    registerDeploy({ connections, context, log }),
    registerScratchpad({ connections, context, log }),
  );
}
