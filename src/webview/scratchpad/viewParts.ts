import type { Commands } from './commands.ts';
import type { RequestEditor, ResponseEditor } from './editors.ts';
import type { Action } from './state.ts';

/** What the view shows beside the state, and whom it tells. */
export interface ViewParts {
  readonly dispatch: (action: Action) => void;
  readonly commands: Commands;
  readonly requestEditor: RequestEditor;
  readonly responseEditor: ResponseEditor;
}
