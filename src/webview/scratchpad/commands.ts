import { isInTransition } from '../../hosting/endpointState.ts';
import { polls } from '../../hosting/polling.ts';
import type { Payload, ScratchpadHost, ScratchpadPage } from '../../scratchpad/messages.ts';
import type { Host } from '../shared/host.ts';
import type { Page } from '../shared/mount.ts';
import { type Action, requestOf, type State } from './state.ts';

type HostFunctions = Host<ScratchpadHost, ScratchpadPage>['functions'];

/** Milliseconds in which a second press of the button is meant for Send, not yet for Cancel. */
const DOUBLE_PRESS_MS = 300;

/** Milliseconds for which the page says that something was done. */
const TELL_MS = 4000;

/** What a person can have done, and how it comes back to the page's state. */
export class Commands {
  private readonly host: HostFunctions;
  private readonly page: () => Page<State, Action>;
  private nextLook: ReturnType<typeof setTimeout> | undefined;
  private waits: Iterator<number, never> | undefined;
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  /** @param page is asked for once something happens */
  constructor(host: HostFunctions, page: () => Page<State, Action>) {
    this.host = host;
    this.page = page;
  }

  /** Begins: whom this panel is for, what became of its last request, and the payload that waits. */
  async start(): Promise<void> {
    const opening = await this.host.start();
    this.dispatch({ type: 'started', opening });
    const { exchange } = opening;
    if (exchange.kind === 'underWay') void this.resume(exchange.requestId);
    void this.describe();
    await this.takePayload();
  }

  /** What is merely offered does not replace what has been written. */
  async takePayload(): Promise<void> {
    const payload = await this.host.takePayload();
    const { body } = this.state();
    const isWritten = body.kind === 'file' || body.text !== '';
    if (payload?.send || !isWritten) this.accept(payload);
  }

  async choosePayload(): Promise<void> {
    this.accept(await this.host.choosePayload());
  }

  async chooseEndpoint(): Promise<void> {
    const opening = await this.host.chooseEndpoint();
    if (!opening) return;
    this.dispatch({ type: 'retargeted', opening });
    await this.describe();
  }

  /** Asks how the endpoint stands, and again while it is changing and the page is on show. */
  async describe(): Promise<void> {
    clearTimeout(this.nextLook);
    const condition = await this.host.describe();
    this.dispatch({ type: 'described', condition });
    clearTimeout(this.nextLook);
    const isChanging = condition.kind === 'known' && isInTransition(condition.status);
    if (!isChanging || document.hidden) return this.stopLooking();
    this.waits ??= polls({ intervalMs: this.state().pollingMs });
    this.nextLook = setTimeout(() => void this.describe(), this.waits.next().value);
  }

  /** Until the next `describe`. */
  stopLooking(): void {
    clearTimeout(this.nextLook);
    this.waits = undefined;
  }

  async send(): Promise<void> {
    if (!this.state().head) return;
    const requestId = crypto.randomUUID();
    this.dispatch({ type: 'sent', requestId, now: Date.now() });
    const outcome = await this.host.send(requestOf(this.state(), requestId));
    this.dispatch({ type: 'ended', requestId, outcome });
    if (outcome.kind === 'problem') void this.describe();
  }

  /** Ends the request that is under way. */
  cancel(): void {
    const { exchange } = this.state();
    if (exchange.kind !== 'underWay') return;
    const { requestId } = exchange;
    this.dispatch({ type: 'ended', requestId, outcome: { kind: 'cancelled' } });
    void this.host.cancel(requestId);
  }

  /** What the button does. */
  sendOrCancel(): void {
    const { exchange } = this.state();
    if (exchange.kind !== 'underWay') void this.send();
    else if (Date.now() - exchange.startedAt > DOUBLE_PRESS_MS) this.cancel();
  }

  /** Sends unless a request is under way. */
  sendIfIdle(): void {
    if (this.state().exchange.kind !== 'underWay') void this.send();
  }

  openResponse(): void {
    void this.host.openResponse();
  }

  async saveResponse(): Promise<void> {
    if (await this.host.saveResponse()) this.tell('Saved');
  }

  async copyResponse(): Promise<void> {
    if (await this.host.copyResponse()) this.tell('Copied');
  }

  private async resume(requestId: string): Promise<void> {
    const outcome = await this.host.resume(requestId);
    this.dispatch({ type: 'ended', requestId, outcome: outcome ?? { kind: 'cancelled' } });
  }

  private accept(payload: Payload | undefined): void {
    if (!payload) return;
    this.dispatch({ type: 'payloadLoaded', payload });
    if (payload.send) void this.send();
  }

  private tell(words: string): void {
    clearTimeout(this.forgetting);
    this.dispatch({ type: 'done', words });
    this.forgetting = setTimeout(() => this.dispatch({ type: 'done', words: undefined }), TELL_MS);
  }

  private dispatch(action: Action): void {
    this.page().dispatch(action);
  }

  private state(): State {
    return this.page().state();
  }
}
