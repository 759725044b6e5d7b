import type { EndpointStatus } from '../api/endpoints.ts';

/** The endpoint that a scratchpad sends to. */
export interface EndpointTarget {
  readonly connectionId: string;
  readonly name: string;
}

/** An endpoint with its connection's name for a person. */
export interface EndpointHead {
  readonly target: EndpointTarget;
  readonly connectionLabel: string;
}

/** A variant that a request can be sent to. */
export interface VariantChoice {
  readonly name: string;
  /** Share of the traffic, 0 to 1; undefined where no variant has a weight. */
  readonly share?: number;
}

/** Something that went wrong, for a person. */
export interface ProblemView {
  readonly title: string;
  readonly detail: string;
  /** What to do about it. */
  readonly next?: string;
}

/** What DescribeEndpoint tells. */
export type EndpointCondition =
  | {
      readonly kind: 'known';
      readonly status: EndpointStatus;
      readonly variants: readonly VariantChoice[];
      readonly failureReason?: string;
    }
  | { readonly kind: 'unknown'; readonly problem: ProblemView };

/** A file that is sent as it is on disk and never shown. */
export interface PayloadFile {
  readonly uri: string;
  readonly name: string;
  /** Bytes when it was chosen. */
  readonly size: number;
  /** Why it is not shown. */
  readonly reason: 'large' | 'binary';
}

/** The body of a request. */
export type RequestBody =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly file: PayloadFile };

/** Where a body's text came from. */
export interface PayloadSource {
  readonly name: string;
  /** The text is an open editor's, not yet saved to the file. */
  readonly unsaved: boolean;
  /** The text was changed in the scratchpad. */
  readonly edited: boolean;
}

/** What the page is to put into its request. */
export interface Payload {
  readonly body: RequestBody;
  readonly contentType: string;
  /** Kept as it is where undefined. */
  readonly accept?: string;
  readonly source?: PayloadSource;
  /** Send it at once. */
  readonly send: boolean;
}

/** A request to be sent. */
export interface ScratchpadRequest {
  /** The page's own id for it; an answer is known by it. */
  readonly requestId: string;
  readonly body: RequestBody;
  readonly contentType: string;
  /** Empty leaves the type to the model. */
  readonly accept: string;
  /** Undefined leaves the choice to the weights. */
  readonly variant?: string;
}

/** As much of a response's body as the page shows. */
export type ResponseBody =
  | { readonly kind: 'empty' }
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'text';
      readonly format: 'json' | 'jsonLines' | 'csv' | 'plain';
      readonly text: string;
      /** False where `text` is only the beginning. */
      readonly complete: boolean;
    };

/** An endpoint's answer. */
export interface AnsweredOutcome {
  readonly kind: 'answered';
  /** HTTP status. */
  readonly status: number;
  /** The status in words: `OK`. */
  readonly reason: string;
  readonly variant?: string;
  readonly latencyMs: number;
  /** Bytes of the whole body. */
  readonly size: number;
  readonly contentType: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: ResponseBody;
}

/** The model's container answered with an error. */
export interface ModelErrorOutcome {
  readonly kind: 'modelError';
  /** The container's own HTTP status. */
  readonly status?: number;
  readonly reason?: string;
  /** The model's own words, white space and all. */
  readonly words: string;
  readonly logStreamArn?: string;
  readonly hint?: string;
}

/** How a request ended. */
export type Outcome =
  | AnsweredOutcome
  | ModelErrorOutcome
  | { readonly kind: 'problem'; readonly problem: ProblemView }
  | { readonly kind: 'cancelled' };

/** The last request of a panel, which outlives its page. */
export type Exchange =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'underWay';
      readonly requestId: string;
      /** Milliseconds since 1970. */
      readonly startedAt: number;
      /** The outcome of the request before. */
      readonly previous?: Outcome;
    }
  | {
      readonly kind: 'ended';
      readonly requestId: string;
      readonly outcome: Outcome;
      /** The outcome of the request before, where this one was cancelled. */
      readonly previous?: Outcome;
    };

/** What a page starts with. */
export interface Opening {
  readonly head: EndpointHead;
  readonly exchange: Exchange;
  /** Milliseconds between two looks at an endpoint that is changing. */
  readonly pollingMs: number;
}

/** What the page may ask of its panel. */
export interface ScratchpadHost {
  start(): Promise<Opening>;
  /** Asks DescribeEndpoint. */
  describe(): Promise<EndpointCondition>;
  /** The payload that waits to be put into the request; it is handed out once. */
  takePayload(): Promise<Payload | undefined>;
  /** Lets the person choose a file. */
  choosePayload(): Promise<Payload | undefined>;
  /** Lets the person choose another endpoint for this panel. */
  chooseEndpoint(): Promise<Opening | undefined>;
  /** Sends; ends a request that is still under way. */
  send(request: ScratchpadRequest): Promise<Outcome>;
  /** Waits for a request that was sent before the page was loaded anew; undefined where it is not known. */
  resume(requestId: string): Promise<Outcome | undefined>;
  cancel(requestId: string): Promise<void>;
  openResponse(): Promise<void>;
  /** Whether it was saved: a person can change their mind. */
  saveResponse(): Promise<boolean>;
  /** Whether it was copied. */
  copyResponse(): Promise<boolean>;
}

/** What the panel tells its page unasked. */
export interface ScratchpadPage {
  /** A payload waits: see `takePayload`. */
  payloadWaiting(): void;
  /** The endpoint may have changed: see `describe`. */
  endpointChanged(): void;
}

/** What outlives a reload of the window. */
export interface ScratchpadDraft {
  readonly target: EndpointTarget;
  readonly body: RequestBody;
  readonly source?: PayloadSource;
  readonly contentType: string;
  readonly accept: string;
  readonly variant?: string;
  /** The request's part of the page, in per cent. */
  readonly split?: number;
}
