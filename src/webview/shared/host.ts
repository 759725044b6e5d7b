import { type BirpcReturn, createBirpc } from 'birpc';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's line to the extension, and the place where its draft outlives a reload. */
export interface Host<HostFunctions extends object, PageFunctions extends object> {
  readonly functions: BirpcReturn<HostFunctions, PageFunctions>;
  /** What `saveDraft` was last given, in this panel or before a reload. */
  readonly draft: unknown;
  saveDraft(draft: unknown): void;
}

/** Connects the page to its panel. To be called once: VS Code hands out its API a single time. */
export function connectHost<HostFunctions extends object, PageFunctions extends object>(
  functions: PageFunctions,
): Host<HostFunctions, PageFunctions> {
  const vscode = acquireVsCodeApi();
  return {
    functions: createBirpc<HostFunctions, PageFunctions>(functions, {
      post: (message) => vscode.postMessage(message),
      on: (receive) => window.addEventListener('message', (event: MessageEvent<unknown>) => receive(event.data)),
      timeout: -1,
    }),
    draft: vscode.getState(),
    saveDraft: (draft) => vscode.setState(draft),
  };
}

/** The nonce of the page's styles, for parts that make style elements of their own. */
export function styleNonce(): string {
  return document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
}
