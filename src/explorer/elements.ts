import type { ResourceKind } from '../hosting/hosting.ts';

/** A row of the tree by what it stands for; what it looks like comes from what is known of that. */
export type Element =
  | ConnectionElement
  | ListElement
  | ResourceElement
  | VariantElement
  | DetailElement
  | NoteElement
  | LoadMoreElement;

interface Row {
  /** The same in every refresh, so that selection and expansion stay. */
  readonly id: string;
  readonly connectionId: string;
}

export interface ConnectionElement extends Row {
  readonly type: 'connection';
}

/** One of the three lists of a connection. */
export interface ListElement extends Row {
  readonly type: 'list';
  readonly lists: ResourceKind;
}

/** A resource, in its list or beneath what uses it. It is a ResourceTarget, so that every command takes it. */
export interface ResourceElement extends Row {
  readonly type: 'resource';
  readonly kind: ResourceKind;
  readonly name: string;
  /** Why it stands beneath another resource; absent in its list. */
  readonly role?: string;
}

/** A production variant, live in an endpoint or as an endpoint configuration has it. */
export interface VariantElement extends Row {
  readonly type: 'variant';
  readonly of: 'endpoint' | 'endpointConfig';
  readonly ownerName: string;
  readonly variantName: string;
}

/** A fact of a resource that has no rows beneath, such as a model's image. */
export interface DetailElement extends Row {
  readonly type: 'detail';
  readonly label: string;
  readonly value: string;
  readonly icon: string;
}

/** What a click on a note does. */
export type NoteAction = 'deploy' | 'refresh' | 'startLocal' | 'manageTrust';

/** A line that says how things stand or what to do next. */
export interface NoteElement extends Row {
  readonly type: 'note';
  readonly tone: 'hint' | 'error' | 'advice';
  readonly text: string;
  readonly tooltip: string;
  readonly action: NoteAction;
  /** What a refresh is of. */
  readonly about: string;
}

/** Fetches the next page of a list. */
export interface LoadMoreElement extends Row {
  readonly type: 'loadMore';
  readonly lists: ResourceKind;
}

export function connectionElement(connectionId: string): ConnectionElement {
  return { type: 'connection', id: connectionId, connectionId };
}

export function listElement(connectionId: string, lists: ResourceKind): ListElement {
  return { type: 'list', id: `${connectionId}/${lists}`, connectionId, lists };
}

/** @param parentId of the row it stands beneath */
export function resourceElement(
  parentId: string,
  { connectionId, kind, name }: { readonly connectionId: string; readonly kind: ResourceKind; readonly name: string },
  role?: string,
): ResourceElement {
  const id = role === undefined ? `${parentId}/${name}` : `${parentId}/${role}/${kind}/${name}`;
  return { type: 'resource', id, connectionId, kind, name, ...(role === undefined ? {} : { role }) };
}
