import * as vscode from 'vscode';
import { type DeploymentPlan, plannedInstances } from '../hosting/deploymentPlan.ts';
import type { ConnectionChoice } from './messages.ts';
import { listWords } from './words.ts';

/** Asks before something is started that costs money. Local costs nothing, so there is nothing to ask. */
export async function confirmDeployment(connection: ConnectionChoice, plan: DeploymentPlan): Promise<boolean> {
  if (connection.side === 'local') return true;
  const instances = [...plannedInstances(plan)].map(([type, count]) => `${count} × ${type}`);
  const question = `Deploy ${plan.endpoint.EndpointName} to ${connection.label}?`;
  const detail = `This starts ${listWords(instances)}. AWS bills every instance by the time it runs, used or not, until the endpoint is deleted.`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Deploy')) === 'Deploy';
}
