import type * as vscode from 'vscode';
import { type BoundedRecord, withEntry, withoutEntry } from './boundedRecord.ts';
import type { EndpointTarget, ScratchpadRequest } from './messages.ts';

/** What was last sent to an endpoint. */
export interface RememberedRequest {
  readonly text: string;
  readonly contentType: string;
  readonly accept: string;
}

const endpointsKey = 'scratchpad.endpointByFolder';
const requestsKey = 'scratchpad.requestByEndpoint';
const MOST_FOLDERS = 200;
const MOST_REQUESTS = 20;
const LONGEST_TEXT = 64 * 1024;

/** What the scratchpad remembers in a workspace. */
export class ScratchpadMemory {
  private readonly state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.state = state;
  }

  /** The endpoint that payloads of this folder were last sent to. */
  endpointOf(folder: vscode.Uri): EndpointTarget | undefined {
    return this.endpoints()[folder.toString()];
  }

  /** Keeps, or with undefined forgets, a folder's endpoint. */
  async setEndpoint(folder: vscode.Uri, target: EndpointTarget | undefined): Promise<void> {
    const key = folder.toString();
    const endpoints = this.endpoints();
    await this.state.update(
      endpointsKey,
      target ? withEntry(endpoints, key, target, MOST_FOLDERS) : withoutEntry(endpoints, key),
    );
  }

  /** What was last sent to this endpoint as text. */
  requestOf(target: EndpointTarget): RememberedRequest | undefined {
    return this.requests()[keyOf(target)];
  }

  /** Keeps a request's text; files and long texts are not kept. */
  async keepRequest(target: EndpointTarget, { body, contentType, accept }: ScratchpadRequest): Promise<void> {
    if (body.kind !== 'text' || body.text.length > LONGEST_TEXT) return;
    const request = { text: body.text, contentType, accept };
    await this.state.update(requestsKey, withEntry(this.requests(), keyOf(target), request, MOST_REQUESTS));
  }

  private endpoints(): BoundedRecord<EndpointTarget> {
    return this.state.get<BoundedRecord<EndpointTarget>>(endpointsKey, {});
  }

  private requests(): BoundedRecord<RememberedRequest> {
    return this.state.get<BoundedRecord<RememberedRequest>>(requestsKey, {});
  }
}

function keyOf({ connectionId, name }: EndpointTarget): string {
  return `${connectionId}/${name}`;
}
