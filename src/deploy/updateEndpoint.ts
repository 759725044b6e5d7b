import type { DescribeEndpointCommandOutput, DescribeEndpointConfigCommandOutput } from '@aws-sdk/client-sagemaker';
import * as vscode from 'vscode';
import { problemContext } from '../connections/index.ts';
import { settledEndpoint } from '../hosting/deployment.ts';
import type { Hosting } from '../hosting/hosting.ts';
import { listNewest } from '../hosting/listing.ts';
import { explain } from '../hosting/problems.ts';
import { trafficOf } from '../hosting/traffic.ts';
import { type ConfigVariant, planUpdate, type UpdatePlan, type VariantAfter } from '../hosting/updatePlan.ts';
import { formatShare } from '../hosting/variants.ts';
import { pickEndpoint } from '../window/pickResource.ts';
import { pollingMs } from '../window/pollingInterval.ts';
import { isResourceTarget, type ResourceTarget } from '../window/resourceTarget.ts';
import { showProblem } from '../window/showProblem.ts';
import type { EndpointWatch } from '../window/watchedEndpoints.ts';
import type { DeployRoom } from './room.ts';
import { countWords } from './words.ts';

/** Takes an endpoint to another configuration, after telling what that changes. */
export async function updateEndpoint(room: DeployRoom, argument: unknown): Promise<void> {
  const target = isResourceTarget(argument)
    ? argument
    : await pickEndpoint(room.connections, 'Endpoint to update to another configuration');
  if (!target) return;
  try {
    await update(room, target, room.connections.hosting(target.connectionId));
  } catch (error) {
    showProblem(error, `update ${target.name}`, room.log, problemContext(room.connections, target.connectionId));
  }
}

async function update(room: DeployRoom, target: ResourceTarget, hosting: Hosting): Promise<void> {
  const endpoint = await hosting.describeEndpoint(target.name);
  if (endpoint.EndpointStatus !== 'InService') {
    void vscode.window.showWarningMessage(
      `${target.name} is ${endpoint.EndpointStatus ?? 'in no known state'}: only an endpoint in service can be updated.`,
    );
    return;
  }
  const next = await chooseConfig(hosting, endpoint);
  if (next === undefined) return;
  const confirmed = await confirmUpdate(hosting, endpoint, next);
  if (!confirmed) return;
  const watch = room.watched.watch(target);
  try {
    await hosting.updateEndpoint({
      EndpointName: target.name,
      EndpointConfigName: next,
      RetainAllVariantProperties: confirmed.retain,
    });
  } catch (error) {
    watch.end();
    throw error;
  }
  void watchUpdate(room, target, hosting, next, watch);
}

/** Configurations to choose from; more would be of little help in a list. */
const MOST_OFFERED = 500;

interface ConfigItem extends vscode.QuickPickItem {
  readonly config?: string;
}

async function chooseConfig(
  hosting: Hosting,
  { EndpointName, EndpointConfigName }: DescribeEndpointCommandOutput,
): Promise<string | undefined> {
  const chosen = await vscode.window.showQuickPick(configItems(hosting, EndpointConfigName), {
    title: `Update ${EndpointName}`,
    placeHolder: 'Configuration to update to',
    matchOnDescription: true,
  });
  return chosen?.config;
}

async function configItems(hosting: Hosting, current: string | undefined): Promise<ConfigItem[]> {
  const { items, isComplete } = await listNewest(hosting, 'endpointConfig', MOST_OFFERED, new AbortController().signal);
  const others = items.filter(({ name }) => name !== current);
  const choices = others.map(({ name, creationTime }): ConfigItem => {
    return { label: name, description: `created ${creationTime.toLocaleString()}`, config: name };
  });
  const inUse: ConfigItem = { label: `In use: ${current}`, kind: vscode.QuickPickItemKind.Separator };
  if (!isComplete) choices.push({ label: `Only the newest ${MOST_OFFERED} are offered`, alwaysShow: true });
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
  const [before, after] = await Promise.all([currentConfig(hosting, endpoint), hosting.describeEndpointConfig(next)]);
  const plan = planUpdate(before ? variantsOf(before) : [], trafficOf(endpoint).variants, variantsOf(after));
  const retain = plan.hasChoice ? await chooseWeights(plan, next) : false;
  if (retain === undefined) return undefined;
  const question = `Update ${endpoint.EndpointName} from ${endpoint.EndpointConfigName} to ${next}?`;
  const unknown = [`${endpoint.EndpointConfigName} no longer exists, so what differs from it is not known.`];
  const changes = before ? changeLines(plan) : unknown;
  const detail = [...changes, '', `Afterwards: ${afterWords(retain ? plan.retained : plan.replaced)}.`].join('\n');
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Update');
  return chosen === 'Update' ? { retain } : undefined;
}

/** Undefined where it was deleted: nothing but an update takes the endpoint to one that exists. */
async function currentConfig(
  hosting: Hosting,
  { EndpointConfigName = '' }: DescribeEndpointCommandOutput,
): Promise<DescribeEndpointConfigCommandOutput | undefined> {
  try {
    return await hosting.describeEndpointConfig(EndpointConfigName);
  } catch (error) {
    if (explain(error).kind === 'notFound') return undefined;
    throw error;
  }
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

async function watchUpdate(
  room: DeployRoom,
  target: ResourceTarget,
  hosting: Hosting,
  next: string,
  watch: EndpointWatch,
): Promise<void> {
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
    watch.end(endpoint.FailureReason ?? '');
    tellEnd(endpoint, next);
  } catch (error) {
    watch.end();
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
      // Serverless variants have none.
      return instances === 0 ? `${name} ${part}` : `${name} ${part} on ${countWords(instances, 'instance')}`;
    })
    .join(', ');
}
