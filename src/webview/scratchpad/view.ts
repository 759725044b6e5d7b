import '@vscode-elements/elements/dist/vscode-split-layout/index.js';
import { html, type TemplateResult } from 'lit';
import type { Commands } from './commands.ts';
import type { RequestEditor, ResponseEditor } from './editors.ts';
import { requestPane } from './requestPane.ts';
import { responsePane } from './responsePane.ts';
import type { Action, State } from './state.ts';
import { endpointNotice, toolbar } from './toolbar.ts';

/** What the view shows beside the state, and whom it tells. */
export interface ViewParts {
  readonly dispatch: (action: Action) => void;
  readonly commands: Commands;
  readonly requestEditor: RequestEditor;
  readonly responseEditor: ResponseEditor;
}

/** The whole page. */
export function scratchpadView(state: State, parts: ViewParts): TemplateResult {
  return html`${toolbar(state, parts)} ${endpointNotice(state)}
    <vscode-split-layout
      .split=${state.layout === 'wide' ? 'vertical' : 'horizontal'}
      initial-handle-position="50%"
      min-start="120px"
      min-end="160px"
    >
      ${requestPane(state, parts)} ${responsePane(state, parts)}
    </vscode-split-layout>`;
}
