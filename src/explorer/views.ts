import { type AwsConnection, type Connection, connectionLabel, type LocalState } from '../connections/index.ts';
import type { ResourceDescription, ResourceSummary } from '../hosting/hosting.ts';
import { describedVariants } from '../hosting/traffic.ts';
import type { DescriptionState } from './descriptions.ts';
import type {
  DetailElement,
  ListElement,
  LoadMoreElement,
  NoteElement,
  ResourceElement,
  VariantElement,
} from './elements.ts';
import { endpointView } from './endpointView.ts';
import { countText, type Listing, type ListState, listingOf } from './lists.ts';
import { type RowView, troubleIcon } from './rowView.ts';
import {
  capitalized,
  type Fact,
  initialShares,
  instancesText,
  kindWords,
  listTitles,
  liveShares,
  present,
  statesOf,
  timeText,
} from './texts.ts';

/** Local's row, or that of an AWS connection. */
export function connectionView(connection: Connection, local: LocalState): RowView {
  return connection.kind === 'local' ? localView(local) : awsView(connection);
}

function localView(state: LocalState): RowView {
  const look = localLooks[state.kind];
  const facts: readonly Fact[] = present([
    ['State', look.words],
    ['Address', state.kind === 'running' ? state.url : undefined],
    ['Reason', state.kind === 'failed' ? state.reason : undefined],
  ]);
  return {
    label: 'Local',
    description: look.words,
    icon: look.icon,
    tooltip: { title: 'Local hosting service on this machine', facts },
    tokens: ['canDeploy', state.kind === 'running' ? 'localRunning' : 'localStopped'],
    children: 'expanded',
    spoken: `Local, ${look.words}`,
  };
}

const localLooks = {
  stopped: { words: 'stopped', icon: { id: 'server-process' } },
  starting: { words: 'starting…', icon: { id: 'loading~spin' } },
  running: { words: 'running', icon: { id: 'server-process', color: 'testing.iconPassed' } },
  failed: { words: 'failed', icon: { id: 'error', color: 'testing.iconFailed' } },
} as const;

function awsView(connection: AwsConnection): RowView {
  const { profile, region, endpointUrl } = connection;
  const host = endpointUrl === undefined ? undefined : new URL(endpointUrl).host;
  const description = host === undefined ? region : `${region} · ${host}`;
  return {
    label: profile ?? 'Default credentials',
    description,
    icon: { id: 'cloud' },
    tooltip: {
      title: connectionLabel(connection),
      facts: present([
        ['Profile', profile ?? 'default credentials'],
        ['Region', region],
        ['Endpoint', endpointUrl ?? 'AWS’s own'],
      ]),
    },
    tokens: ['canDeploy', 'awsConnection'],
    children: 'collapsed',
    spoken: `${profile ?? 'Default credentials'}, ${description}`,
  };
}

/** The row of one of the three lists. */
export function listView({ lists, connectionId }: ListElement, state: ListState): RowView {
  const label = listTitles[lists];
  const words = listWords(state);
  return {
    label,
    ...(words === undefined ? {} : { description: words }),
    icon: state.kind === 'failed' ? troubleIcon : { id: listIcons[lists] },
    ...(lists === 'endpoint' ? { tokens: ['canDeploy'] as const } : {}),
    children: lists === 'endpoint' && connectionId === 'local' ? 'expanded' : 'collapsed',
    spoken: words === undefined ? label : `${label}, ${words}`,
  };
}

const listIcons = { endpoint: 'broadcast', endpointConfig: 'settings', model: 'package' } as const;

function listWords(state: ListState): string | undefined {
  if (state.kind === 'failed') return state.problem.title;
  const listing: Listing | undefined = listingOf(state);
  return listing === undefined ? undefined : countText(listing);
}

/** The row of a resource, in its list or beneath another. */
export function resourceView(
  element: ResourceElement,
  summary: ResourceSummary | undefined,
  state: DescriptionState,
): RowView {
  if (element.kind === 'endpoint') return endpointView(element, summary, state);
  const problem = state.kind === 'failed' ? state.problem : undefined;
  const role = element.role === undefined ? undefined : roleWords[element.role];
  const words = [role, problem?.title].filter((part) => part !== undefined).join(' · ');
  const arn = summary?.arn ?? arnOf(state);
  return {
    label: element.name,
    ...(words === '' ? {} : { description: words }),
    icon: problem === undefined ? { id: listIcons[element.kind] } : troubleIcon,
    tooltip: {
      title: element.name,
      facts: present([
        ['Problem', problem?.detail],
        ['Created', timeText(summary?.creationTime)],
        ['ARN', arn],
      ]),
    },
    tokens: ['resource', 'canDelete'],
    children: 'collapsed',
    spoken: [spokenName(element), problem?.title].filter((part) => part !== undefined).join(', '),
  };
}

/** `Model lang-fp32`: as with endpoints and variants, the kind comes first and once. */
function spokenName({ kind, name, role }: ResourceElement): string {
  if (role === 'pending') return `Pending ${kindWords[kind]} ${name}`;
  return `${capitalized(kindWords[kind])} ${name}`;
}

const roleWords: Readonly<Record<string, string>> = {
  configuration: 'configuration',
  pending: 'pending configuration',
  model: 'model',
};

/** The row of a variant. @param config of the owner where it is known: it has the instance type */
export function variantView(
  { variantName }: VariantElement,
  owner: ResourceDescription | undefined,
  config: ResourceDescription | undefined,
): RowView {
  const words = owner === undefined ? '' : variantWords(variantName, owner, config);
  return {
    label: variantName,
    description: words,
    icon: { id: 'git-branch' },
    tooltip: { title: `Variant ${variantName}`, facts: [['', words]] },
    children: owner?.kind === 'endpointConfig' ? 'collapsed' : 'none',
    spoken: `Variant ${variantName}, ${words}`,
  };
}

function variantWords(name: string, owner: ResourceDescription, config: ResourceDescription | undefined): string {
  const configured = config?.kind === 'endpointConfig' ? config.value : undefined;
  const initial = configured?.ProductionVariants?.find(({ VariantName }) => VariantName === name);
  if (owner.kind === 'endpoint') {
    const live = describedVariants(owner.value).find(({ VariantName }) => VariantName === name);
    if (live === undefined) return 'no longer there';
    const share = liveShares(owner.value).get(name) ?? '';
    return [share, instancesText(live, initial?.InstanceType), ...statesOf(live)].join(' · ');
  }
  if (configured === undefined || initial === undefined) return '';
  const { InitialInstanceCount: count = 1, InstanceType: type } = initial;
  return [initialShares(configured).get(name) ?? '', type === undefined ? 'serverless' : `${count} × ${type}`].join(
    ' · ',
  );
}

/** The row of a plain fact. */
export function detailView({ label, value, icon }: DetailElement): RowView {
  return {
    label,
    description: value,
    icon: { id: icon },
    tooltip: { title: label, facts: [['', value]] },
    children: 'none',
    spoken: `${label}, ${value}`,
  };
}

/** The row of a hint, an error, or advice. */
export function noteView({ tone, text, tooltip }: NoteElement): RowView {
  return {
    label: text,
    icon: noteIcons[tone],
    tooltip: { title: tooltip, facts: [] },
    children: 'none',
    spoken: tone === 'error' ? `Error: ${text}` : text,
  };
}

const noteIcons = {
  hint: { id: 'lightbulb' },
  error: { id: 'error', color: 'list.errorForeground' },
  advice: { id: 'arrow-right' },
} as const;

/** The row that fetches more. */
export function loadMoreView({ lists }: LoadMoreElement, state: ListState): RowView {
  const problem = listingOf(state)?.moreProblem;
  return {
    label: 'Load more…',
    ...(problem === undefined ? {} : { description: problem.title }),
    icon: problem === undefined ? { id: 'ellipsis' } : troubleIcon,
    children: 'none',
    spoken: `Load more ${listTitles[lists].toLowerCase()}`,
  };
}

function arnOf(state: DescriptionState): string | undefined {
  if (state.kind !== 'loaded') return undefined;
  const { kind, value } = state.description;
  if (kind === 'endpoint') return value.EndpointArn;
  return kind === 'model' ? value.ModelArn : value.EndpointConfigArn;
}
