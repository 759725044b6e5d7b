import type {
  ContainerDefinition,
  DescribeEndpointCommandOutput,
  DescribeEndpointConfigCommandOutput,
  DescribeModelCommandOutput,
} from '@aws-sdk/client-sagemaker';
import type { Connection, LocalState } from '../connections/index.ts';
import { type ResourceDescription, type ResourceKind, resourceKinds } from '../hosting/hosting.ts';
import type { Problem } from '../hosting/problem.ts';
import { describedVariants } from '../hosting/traffic.ts';
import type { DescriptionState } from './descriptions.ts';
import {
  type DetailElement,
  type Element,
  listElement,
  type NoteAction,
  type NoteElement,
  type ResourceElement,
  resourceElement,
  type VariantElement,
} from './elements.ts';
import { type ListState, listingOf } from './lists.ts';

/** How Local stands, beyond its process. */
export interface LocalStanding {
  readonly state: LocalState;
  /** The person stopped it, so that looking at it does not start it again. */
  readonly held: boolean;
  readonly trusted: boolean;
}

/** What is beneath a connection: its three lists, or why there are none. */
export function connectionRows(connection: Connection, local: LocalStanding): readonly Element[] {
  const { id } = connection;
  if (connection.kind === 'local') {
    if (!local.trusted) {
      return notes(id, id, untrusted, 'manageTrust');
    }
    if (local.state.kind === 'failed') {
      return notes(id, id, { ...localFailed, detail: local.state.reason }, 'startLocal');
    }
    if (local.held) return [hint(id, 'Local is stopped. Start it…', 'startLocal')];
  }
  return resourceKinds.map((kind) => listElement(id, kind));
}

const untrusted: Problem = {
  kind: 'untrusted',
  title: 'Off until the workspace is trusted',
  detail: 'Local runs the code inside model artifacts.',
  next: 'Trust this workspace…',
};

const localFailed: Omit<Problem, 'detail'> = {
  kind: 'localFailed',
  title: 'Local does not run',
  next: 'Start it again…',
};

/** What is beneath a list: its entries, what to do where there are none, or why it could not be had. */
export function listRows(connectionId: string, lists: ResourceKind, state: ListState): readonly Element[] {
  const { id } = listElement(connectionId, lists);
  if (state.kind === 'failed') return notes(id, connectionId, state.problem, actionFor(state.problem));
  const listing = listingOf(state);
  if (listing === undefined) return [];
  if (listing.items.length === 0 && listing.nextToken === undefined) return [emptyHint(connectionId, id)];
  const items = listing.items.map(({ kind, name }) => resourceElement(id, { connectionId, kind, name }));
  if (listing.nextToken === undefined) return items;
  return [...items, { type: 'loadMore', id: `${id}>more`, connectionId, lists }];
}

function emptyHint(connectionId: string, listId: string): NoteElement {
  return { ...hint(connectionId, 'None yet. Deploy a model…', 'deploy'), id: `${listId}>empty` };
}

/** What is known of a resource and of the configuration that it names. */
export interface ResourceKnowledge {
  readonly own: DescriptionState;
  /** Of an endpoint's configuration; for what it uses. */
  readonly config: DescriptionState;
}

/** What is beneath a resource: what it is made of. */
export function resourceRows(element: ResourceElement, { own, config }: ResourceKnowledge): readonly Element[] {
  if (own.kind === 'failed') return notes(element.id, element.connectionId, own.problem, actionFor(own.problem));
  if (own.kind === 'unloaded') return [];
  switch (own.description.kind) {
    case 'endpoint':
      return endpointRows(element, own.description.value, config);
    case 'endpointConfig':
      return configRows(element, own.description.value);
    case 'model':
      return modelRows(element, own.description.value);
  }
}

function endpointRows(
  element: ResourceElement,
  endpoint: DescribeEndpointCommandOutput,
  config: DescriptionState,
): readonly Element[] {
  const { connectionId, id } = element;
  const serving = endpoint.EndpointConfigName;
  const pending = endpoint.PendingDeploymentSummary?.EndpointConfigName;
  const named = (kind: ResourceKind, name: string | undefined, role: string) =>
    name === undefined || name === '' ? [] : [resourceElement(id, { connectionId, kind, name }, role)];
  return [
    ...(endpoint.FailureReason === undefined ? [] : [failureNote(element, endpoint.FailureReason)]),
    ...describedVariants(endpoint).map(({ VariantName = '' }) => variant(element, 'endpoint', VariantName)),
    ...named('endpointConfig', serving, 'configuration'),
    ...(pending === serving ? [] : named('endpointConfig', pending, 'pending')),
    ...modelsOf(config).flatMap((name) => named('model', name, 'model')),
  ];
}

function failureNote({ id, connectionId }: ResourceElement, reason: string): NoteElement {
  const note = { type: 'note', tone: 'error', action: 'refresh', about: id } as const;
  return { ...note, id: `${id}>failure`, connectionId, text: reason, tooltip: reason };
}

function modelsOf(config: DescriptionState): readonly string[] {
  const description: ResourceDescription | undefined = config.kind === 'loaded' ? config.description : undefined;
  if (description?.kind !== 'endpointConfig') return [];
  const names = (description.value.ProductionVariants ?? []).map(({ ModelName }) => ModelName);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function configRows(element: ResourceElement, config: DescribeEndpointConfigCommandOutput): readonly Element[] {
  return (config.ProductionVariants ?? []).map(({ VariantName = '' }) =>
    variant(element, 'endpointConfig', VariantName),
  );
}

/** What is beneath a configuration's variant: its model. */
export function variantRows(element: VariantElement, owner: DescriptionState): readonly Element[] {
  if (owner.kind !== 'loaded' || owner.description.kind !== 'endpointConfig') return [];
  const found = owner.description.value.ProductionVariants?.find((each) => each.VariantName === element.variantName);
  if (found?.ModelName === undefined) return [];
  const target = { connectionId: element.connectionId, kind: 'model', name: found.ModelName } as const;
  return [resourceElement(element.id, target, 'model')];
}

function modelRows(element: ResourceElement, model: DescribeModelCommandOutput): readonly Element[] {
  const pipeline = model.Containers ?? [];
  const containers = pipeline.length > 0 || !model.PrimaryContainer ? pipeline : [model.PrimaryContainer];
  const rows = containers.flatMap((container, index) => containerRows(element, container, index, containers.length));
  return [...rows, ...detail(element, 'role', 'Role', model.ExecutionRoleArn, 'key')];
}

function containerRows(element: ResourceElement, container: ContainerDefinition, index: number, count: number) {
  const prefix = count > 1 ? `Container ${index + 1}: ` : '';
  const artifact = container.ModelDataUrl ?? container.ModelDataSource?.S3DataSource?.S3Uri;
  const variables = Object.keys(container.Environment ?? {}).length;
  return [
    ...detail(element, `image${index}`, `${prefix}Image`, container.Image, 'layers'),
    ...detail(element, `package${index}`, `${prefix}Model package`, container.ModelPackageName, 'package'),
    ...detail(element, `artifact${index}`, `${prefix}Artifact`, artifact, 'file-zip'),
    ...detail(element, `env${index}`, `${prefix}Environment`, countOf(variables), 'symbol-variable'),
  ];
}

function countOf(variables: number): string | undefined {
  if (variables === 0) return undefined;
  return variables === 1 ? '1 variable' : `${variables} variables`;
}

function detail(
  { id, connectionId }: ResourceElement,
  key: string,
  label: string,
  value: string | undefined,
  icon: string,
): readonly DetailElement[] {
  if (value === undefined || value === '') return [];
  return [{ type: 'detail', id: `${id}>${key}`, connectionId, label, value, icon }];
}

function variant(
  { id, connectionId, name }: ResourceElement,
  of: VariantElement['of'],
  variantName: string,
): VariantElement {
  return { type: 'variant', id: `${id}>variant/${variantName}`, connectionId, of, ownerName: name, variantName };
}

function hint(connectionId: string, text: string, action: NoteAction): NoteElement {
  const note = { type: 'note', tone: 'hint', tooltip: text, about: connectionId } as const;
  return { ...note, id: `${connectionId}>${action}`, connectionId, text, action };
}

/** An error, and beneath it what to do; a click on either does it. */
function notes(about: string, connectionId: string, problem: Problem, action: NoteAction): readonly NoteElement[] {
  const shared = { type: 'note', connectionId, action, about } as const;
  const error: NoteElement = {
    ...shared,
    id: `${about}>error`,
    tone: 'error',
    text: problem.title,
    tooltip: problem.detail,
  };
  if (problem.next === undefined) return [error];
  return [error, { ...shared, id: `${about}>advice`, tone: 'advice', text: problem.next, tooltip: problem.next }];
}

function actionFor({ kind }: Problem): NoteAction {
  switch (kind) {
    case 'localFailed':
      return 'startLocal';
    case 'untrusted':
      return 'manageTrust';
    default:
      return 'refresh';
  }
}
