import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import * as vscode from 'vscode';
import { explain, problemText } from '../hosting/problems.ts';
import { views } from '../manifest.ts';
import { type AwsConnection, type Connections, connectionLabel, problemContext } from './connection.ts';
import { type ProfileChoice, profileChoices } from './profiles.ts';
import { endpointUrlProblem, regionNames, regionProblem } from './regions.ts';
import { awsConnection } from './stored.ts';
import { type Choice, choose, input, type StepFrame, type StepResult } from './wizard.ts';

// Reads the AWS configuration: import() it on first use.

/** Asks for a profile, a region and an endpoint, adds the connection, and looks whether it answers. */
export async function addConnection(connections: Connections, log: vscode.LogOutputChannel): Promise<void> {
  const profiles = profileChoices(await loadSharedConfigFiles({ ignoreCache: true }));
  const connection = await askForConnection(profiles);
  if (connection === undefined) return;
  const label = connectionLabel(connection);
  if (connections.find(connection.id) !== undefined) {
    void vscode.window.showInformationMessage(`${label} is among the connections already.`);
    return;
  }
  await connections.add(connection);
  await vscode.commands.executeCommand(`${views.resources}.focus`);
  await verify(connections, connection, log);
}

interface Draft {
  readonly profile?: ProfileChoice;
  readonly region?: string;
}

async function askForConnection(profiles: readonly ProfileChoice[]): Promise<AwsConnection | undefined> {
  let draft: Draft = {};
  for (let step = 1; ; ) {
    const result = await askStep(step, draft, profiles);
    if (result.kind === 'cancel') return undefined;
    if (result.kind === 'back') {
      step -= 1;
      continue;
    }
    if ('kind' in result.value) return result.value;
    draft = result.value;
    step += 1;
  }
}

function askStep(
  step: number,
  draft: Draft,
  profiles: readonly ProfileChoice[],
): Promise<StepResult<Draft | AwsConnection>> {
  if (step === 1) return askProfile(profiles);
  if (step === 2) return askRegion(draft);
  return askEndpoint(draft);
}

const TITLE = 'Add a connection to AWS';

function frame(step: number): StepFrame {
  return { title: TITLE, step, totalSteps: 3 };
}

function askProfile(profiles: readonly ProfileChoice[]): Promise<StepResult<Draft>> {
  const fromEnvironment: Choice<Draft> = {
    label: 'Default credentials',
    description: 'environment variables, AWS_PROFILE, or the role of this machine',
    value: {},
  };
  const choices = profiles.map(
    (profile): Choice<Draft> => ({
      label: profile.name,
      description: [profile.source, profile.region].filter((part) => part !== undefined).join(' · '),
      value: { profile },
    }),
  );
  return choose({
    frame: frame(1),
    placeHolder: profiles.length > 0 ? 'Choose a profile' : 'No profiles in ~/.aws/config; aws configure makes one',
    choices: [...choices, fromEnvironment],
  });
}

function askRegion(draft: Draft): Promise<StepResult<Draft>> {
  const own = draft.profile?.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const choice = (region: string, note?: string): Choice<Draft> => ({
    label: region,
    description: [regionNames[region], note].filter((part) => part !== undefined).join(' · '),
    value: { ...draft, region },
  });
  const others = Object.keys(regionNames).filter((region) => region !== own);
  const first =
    own === undefined
      ? []
      : [choice(own, draft.profile?.region === own ? 'the profile’s own' : 'from the environment')];
  return choose({
    frame: frame(2),
    placeHolder: 'Choose a region, or type one',
    choices: [...first, ...others.map((region) => choice(region))],
    typed: (text) =>
      regionProblem(text) === undefined && text !== own && regionNames[text] === undefined
        ? { ...choice(text, 'as typed'), alwaysShow: true }
        : undefined,
  });
}

type EndpointKind = 'own' | 'custom';

async function askEndpoint({ profile, region = '' }: Draft): Promise<StepResult<AwsConnection>> {
  const place = { region, ...(profile === undefined ? {} : { profile: profile.name }) };
  const choices: Choice<EndpointKind>[] = [
    { label: 'AWS’s own endpoint', description: `SageMaker in ${region}`, value: 'own' },
    { label: 'Custom endpoint URL…', description: 'such as a VPC endpoint', value: 'custom' },
  ];
  for (;;) {
    const kind = await choose({ frame: frame(3), placeHolder: 'Choose where requests go', choices });
    if (kind.kind !== 'answer') return kind;
    if (kind.value === 'own') return { kind: 'answer', value: awsConnection(place) };
    const url = await input({
      frame: frame(3),
      prompt: 'Control plane and runtime are both asked there.',
      placeHolder: 'https://…',
      problem: endpointUrlProblem,
    });
    if (url.kind === 'answer') return { kind: 'answer', value: awsConnection({ ...place, endpointUrl: url.value }) };
    if (url.kind === 'cancel') return url;
  }
}

async function verify(
  connections: Connections,
  connection: AwsConnection,
  log: vscode.LogOutputChannel,
): Promise<void> {
  const label = connectionLabel(connection);
  const problem = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Connecting to ${label}…`, cancellable: true },
    (_progress, cancellation) => firstLook(connections, connection, cancellation),
  );
  if (problem === undefined) {
    vscode.window.setStatusBarMessage(`Connected to ${label}.`, 5_000);
    return;
  }
  log.warn(`${label} was added but does not answer. ${problemText(problem)}`);
  if (problem.kind === 'cancelled') return;
  const chosen = await vscode.window.showWarningMessage(
    `${label} was added, but does not answer as it should. ${problemText(problem)}`,
    'Keep',
    'Remove',
  );
  if (chosen === 'Remove') await connections.remove(connection.id);
}

/** @returns what is wrong, if anything is */
async function firstLook(connections: Connections, connection: AwsConnection, cancellation: vscode.CancellationToken) {
  const abort = new AbortController();
  const listening = cancellation.onCancellationRequested(() => abort.abort());
  try {
    await connections.hosting(connection.id).list('endpoint', { maxResults: 1, signal: abort.signal });
    return undefined;
  } catch (error) {
    return explain(error, problemContext(connections, connection.id));
  } finally {
    listening.dispose();
  }
}
