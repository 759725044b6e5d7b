import type { DescribeEndpointCommandOutput, DescribeEndpointConfigCommandOutput } from '@aws-sdk/client-sagemaker';
import * as vscode from 'vscode';
import { settledEndpoint } from '../hosting/deployment.ts';
import type { Hosting } from '../hosting/hosting.ts';
import { trafficOf } from '../hosting/traffic.ts';
import { type ConfigVariant, planUpdate, type UpdatePlan, type VariantAfter } from '../hosting/updatePlan.ts';
import { formatShare } from '../hosting/variants.ts';
import { pickEndpoint } from '../window/pickResource.ts';
import { isResourceTarget, type ResourceTarget } from '../window/resourceTarget.ts';
import { showProblem } from '../window/showProblem.ts';
import { pollingMs, problemContext } from './deployContext.ts';
import type { DeployRoom } from './register.ts';
import { countWords } from './words.ts';

/** Takes an endpoint to another configuration, after telling what that changes. */
export async function updateEndpoint(room: DeployRoom, argument: unknown): Promise<void> {
  const target = isResourceTarget(argument)
    ? argument
    : await pickEndpoint(room.connections, 'Endpoint to update to another configuration');
  if (!target) return;
  const hosting = room.connections.hosting(target.connectionId);
  const endpoint = await hosting.describeEndpoint(target.name);
  if (endpoint.EndpointStatus !== 'InService') {
    void vscode.window.showWarningMessage(
      `${target.name} is ${endpoint.EndpointStatus}: only an endpoint in service can be updated.`,
    );
    return;
  }
  const next = await chooseConfig(hosting, endpoint, room.log);
  if (next === undefined) return;
  const update = await confirmUpdate(hosting, endpoint, next);
  if (!update) return;
  await hosting.updateEndpoint({
    EndpointName: target.name,
    EndpointConfigName: next,
    RetainAllVariantProperties: update.retain,
  });
  void watchUpdate(room, target, hosting, next);
}

interface ConfigItem extends vscode.QuickPickItem {
  readonly config?: string;
}

async function chooseConfig(
  hosting: Hosting,
  { EndpointName, EndpointConfigName }: DescribeEndpointCommandOutput,
  log: vscode.LogOutputChannel,
): Promise<string | undefined> {
  const items = configItems(hosting, EndpointConfigName).catch((error: unknown) => {
    showProblem(error, 'list endpoint configurations', log);
    throw new vscode.CancellationError();
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Update ${EndpointName}`,
    placeHolder: 'Configuration to update to',
    matchOnDescription: true,
  });
  return chosen?.config;
}

async function configItems(hosting: Hosting, current: string | undefined): Promise<ConfigItem[]> {
  const { items } = await hosting.list('endpointConfig');
  const others = items.filter(({ name }) => name !== current);
  const choices = others.map(({ name, creationTime }): ConfigItem => {
    return { label: name, description: `created ${creationTime.toLocaleString()}`, config: name };
  });
  const inUse: ConfigItem = { label: `In use: ${current}`, kind: vscode.QuickPickItemKind.Separator };
  if (choices.length > 0) return [inUse, ...choices];
  return [
    inUse,
    { label: 'There is no other configuration', detail: 'Deploy a model to make one, or create one by the API.' },
  ];
}

async function confirmUpdate(
  hosting: Hosting,
  endpoint: DescribeEndpointCommandOutput,
  next: string,
): Promise<{ readonly retain: boolean } | undefined> {
  const [before, after] = await Promise.all([
    hosting.describeEndpointConfig(endpoint.EndpointConfigName ?? ''),
    hosting.describeEndpointConfig(next),
  ]);
  const plan = planUpdate(variantsOf(before), trafficOf(endpoint).variants, variantsOf(after));
  const retain = plan.hasChoice ? await chooseWeights(plan, next) : false;
  if (retain === undefined) return undefined;
  const question = `Update ${endpoint.EndpointName} from ${endpoint.EndpointConfigName} to ${next}?`;
  const detail = [...changeLines(plan), '', `Afterwards: ${afterWords(retain ? plan.retained : plan.replaced)}.`].join(
    '\n',
  );
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Update');
  return chosen === 'Update' ? { retain } : undefined;
}

async function chooseWeights(plan: UpdatePlan, next: string): Promise<boolean | undefined> {
  const keep = {
    label: 'Keep live weights and instance counts',
    detail: afterWords(plan.retained),
    retain: true,
  };
  const replace = {
    label: 'Use the new configuration’s',
    detail: `${afterWords(plan.replaced)}. The live weights are lost.`,
    retain: false,
  };
  const chosen = await vscode.window.showQuickPick([keep, replace], {
    title: `${next} has other weights or instance counts than the endpoint has now`,
    placeHolder: 'Which ones shall count after the update?',
  });
  return chosen?.retain;
}

async function watchUpdate(room: DeployRoom, target: ResourceTarget, hosting: Hosting, next: string): Promise<void> {
  const stop = new AbortController();
  try {
    const endpoint = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Updating ${target.name} to ${next}`,
        cancellable: true,
      },
      (_progress, token) => {
        token.onCancellationRequested(() => stop.abort());
        return settledEndpoint(hosting, target.name, { signal: stop.signal, intervalMs: pollingMs() });
      },
    );
    tellEnd(endpoint, next);
  } catch (error) {
    if (stop.signal.aborted) {
      void vscode.window.showInformationMessage(`The update of ${target.name} goes on; it is only no longer watched.`);
    } else {
      const context = problemContext(room.connections, target.connectionId);
      showProblem(error, `watch the update of ${target.name}`, room.log, context);
    }
  }
}

/** A failed update rolls back and reads InService again: the configuration's name tells. */
function tellEnd(endpoint: DescribeEndpointCommandOutput, next: string): void {
  const { EndpointName, EndpointConfigName, EndpointStatus, FailureReason } = endpoint;
  if (EndpointStatus === 'InService' && EndpointConfigName === next) {
    void vscode.window.showInformationMessage(`${EndpointName} is in service with ${next}.`);
    return;
  }
  const reason = FailureReason ?? 'The service gives no reason.';
  const state =
    EndpointStatus === 'InService'
      ? `was rolled back and serves ${EndpointConfigName} as before`
      : `is ${EndpointStatus} after the update to ${next}`;
  void vscode.window.showErrorMessage(`${EndpointName} ${state}. ${reason}`);
}

function variantsOf({ ProductionVariants = [] }: DescribeEndpointConfigCommandOutput): ConfigVariant[] {
  return ProductionVariants.map((variant) => ({
    name: variant.VariantName ?? '',
    model: variant.ModelName ?? '',
    instanceType: variant.InstanceType,
    instances: variant.InitialInstanceCount ?? 0,
    weight: variant.InitialVariantWeight ?? 1,
  }));
}

function changeLines({ changes }: UpdatePlan): string[] {
  const words = { added: 'New variant', removed: 'Removed variant', changed: 'Variant', same: 'Variant' } as const;
  return changes.map(({ name, kind, details }) => {
    const detail = kind === 'same' ? 'no other model or instance type' : details.join(', ');
    return detail === '' ? `${words[kind]} ${name}` : `${words[kind]} ${name}: ${detail}`;
  });
}

function afterWords(variants: readonly VariantAfter[]): string {
  return variants
    .map(({ name, share, instances }) => {
      const part = share === undefined ? 'no traffic' : formatShare(share);
      return `${name} ${part} on ${countWords(instances, 'instance')}`;
    })
    .join(', ');
}
