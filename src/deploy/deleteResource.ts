import * as vscode from 'vscode';
import { connectionLabel, problemContext } from '../connections/index.ts';
import type { MadeResource } from '../hosting/deployment.ts';
import type { Hosting } from '../hosting/hosting.ts';
import { remove } from '../hosting/removal.ts';
import { type Leftovers, leftoversOf, lookUpUsage, type UsageMap, usersOf } from '../hosting/usage.ts';
import { pickEndpoint } from '../window/pickResource.ts';
import { pollingMs } from '../window/pollingInterval.ts';
import { isResourceTarget, type ResourceTarget } from '../window/resourceTarget.ts';
import { showProblem } from '../window/showProblem.ts';
import type { DeployRoom } from './room.ts';
import { listWords, resourceWords } from './words.ts';

/** Deletes an endpoint, a configuration or a model, after telling what that does and what still uses it. */
export async function deleteResource(room: DeployRoom, argument: unknown): Promise<void> {
  const target = isResourceTarget(argument) ? argument : await pickEndpoint(room.connections, 'Endpoint to delete');
  if (!target) return;
  const hosting = room.connections.hosting(target.connectionId);
  const usage = await lookUp(hosting, target);
  if (usage === 'cancelled') return;
  const doomed = await confirm(room, target, usage);
  if (doomed.length > 0) await removeAll(room, target, hosting, doomed);
}

/** Undefined where it could not be found out; deleting must be possible all the same. */
async function lookUp(hosting: Hosting, target: ResourceTarget): Promise<UsageMap | 'cancelled' | undefined> {
  const stop = new AbortController();
  const title = `Looking for what uses ${resourceWords(target)}`;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      try {
        return await lookUpUsage(hosting, { endpointConfigs: target.kind !== 'endpointConfig' }, stop.signal);
      } catch {
        return stop.signal.aborted ? 'cancelled' : undefined;
      }
    },
  );
}

/** What to delete, in the order it was made. */
async function confirm(room: DeployRoom, target: ResourceTarget, usage: UsageMap | undefined): Promise<MadeResource[]> {
  const connection = room.connections.find(target.connectionId);
  const place = connection ? connectionLabel(connection) : target.connectionId;
  const question = `Delete ${resourceWords(target)} from ${place}?`;
  return target.kind === 'endpoint' ? confirmEndpoint(target, question, usage) : confirmOther(target, question, usage);
}

async function confirmEndpoint(
  { kind, name }: ResourceTarget,
  question: string,
  usage: UsageMap | undefined,
): Promise<MadeResource[]> {
  const endpoint: MadeResource = { kind, name };
  const leftovers = usage?.isComplete ? leftoversOf(name, usage) : undefined;
  const also = leftovers ? deletableWith(leftovers) : [];
  const detail = ['It stops serving at once.', ...leftoverLines(leftovers, also)].join('\n\n');
  const only = also.length > 0 ? 'Delete Endpoint Only' : 'Delete Endpoint';
  const all = also.some(({ kind: other }) => other === 'model')
    ? 'Delete Endpoint, Configuration and Models'
    : 'Delete Endpoint and Configuration';
  // The first one answers to Enter: the one that takes least.
  const buttons = also.length > 0 ? [only, all] : [only];
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, ...buttons);
  if (chosen === all) return [...also, endpoint];
  return chosen === only ? [endpoint] : [];
}

function deletableWith({ configUsedBy, endpointConfig, models }: Leftovers): MadeResource[] {
  if (configUsedBy.length > 0) return [];
  return [
    ...models.map((name): MadeResource => ({ kind: 'model', name })),
    { kind: 'endpointConfig', name: endpointConfig },
  ];
}

function leftoverLines(leftovers: Leftovers | undefined, also: readonly MadeResource[]): string[] {
  if (!leftovers) return ['Its configuration and its models stay.'];
  const { configUsedBy, endpointConfig, sharedModels } = leftovers;
  if (configUsedBy.length > 0) return [`Its configuration ${endpointConfig} stays: ${used('endpoint', configUsedBy)}.`];
  const unused = `Nothing else uses ${listWords([...also].reverse().map(resourceWords))}.`;
  const shared = sharedModels.length > 0 ? [`Used elsewhere too, and staying: model ${listWords(sharedModels)}.`] : [];
  return [unused, ...shared];
}

async function confirmOther(
  { kind, name }: ResourceTarget,
  question: string,
  usage: UsageMap | undefined,
): Promise<MadeResource[]> {
  const detail = otherLines(kind, name, usage).join('\n\n');
  const button = kind === 'model' ? 'Delete Model' : 'Delete Configuration';
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, button);
  return chosen === button ? [{ kind, name }] : [];
}

function otherLines(kind: ResourceTarget['kind'], name: string, usage: UsageMap | undefined): string[] {
  const stays = kind === 'model' ? ['Its artifact stays where it is.'] : ['Its models stay.'];
  if (!usage) return ['Whether something still uses it could not be found out.', ...stays];
  const { endpoints, endpointConfigs } = usersOf(kind, name, usage);
  const lines = [
    ...(endpoints.length > 0 ? [`Still in use: ${used('endpoint', endpoints)}. ${consequence(kind)}`] : []),
    ...(endpointConfigs.length > 0 ? [`Named by ${used('endpoint configuration', endpointConfigs)}.`] : []),
    ...(usage.isComplete ? [] : ['There may be more: not everything could be looked at.']),
  ];
  return lines.length > 0 ? [...lines, ...stays] : ['Nothing uses it.', ...stays];
}

function consequence(kind: ResourceTarget['kind']): string {
  return kind === 'model'
    ? 'It can then start no new instance.'
    : 'AWS does not refuse this: the endpoint serves on, but fails when it is updated or scaled.';
}

function used(noun: string, names: readonly string[]): string {
  const shown = names.slice(0, 8);
  const more = names.length > shown.length ? [`${names.length - shown.length} more`] : [];
  return `${noun}${names.length === 1 ? '' : 's'} ${listWords([...shown, ...more])}`;
}

async function removeAll(
  { log, connections }: DeployRoom,
  target: ResourceTarget,
  hosting: Hosting,
  doomed: readonly MadeResource[],
): Promise<void> {
  const stop = new AbortController();
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Deleting ${resourceWords(target)}`, cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      return remove(hosting, doomed, {
        signal: stop.signal,
        intervalMs: pollingMs(),
        onProgress: (resource, waitsFor) =>
          progress.report({ message: waitsFor ? 'waiting until it has settled…' : resourceWords(resource) }),
      });
    },
  );
  if (outcome.kind === 'removed') return;
  const left = listWords(outcome.left.map(resourceWords));
  if (outcome.error === undefined) void vscode.window.showInformationMessage(`Not deleted: ${left}.`);
  else showProblem(outcome.error, `delete ${left}`, log, problemContext(connections, target.connectionId));
}
