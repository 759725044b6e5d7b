import { render, type TemplateResult } from 'lit';

/** A page whose whole state is one value: actions go through the reducer, the view is a function of the state. */
export interface Page<State, Action> {
  dispatch(action: Action): void;
  state(): State;
}

/** What makes up a page. */
export interface PageParts<State, Action> {
  readonly initial: State;
  /** Pure. */
  readonly reduce: (state: State, action: Action) => State;
  readonly view: (state: State, dispatch: (action: Action) => void) => TemplateResult;
  /** Called after each change of state: drafts are kept and requests sent from here. */
  readonly onChange?: (state: State, previous: State, dispatch: (action: Action) => void) => void;
}

/** Shows the page in `#root` and keeps it true to its state. Several actions in one turn are drawn once. */
export function mount<State, Action>(parts: PageParts<State, Action>): Page<State, Action> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root to show in.');
  let state = parts.initial;
  let drawn = false;
  const draw = () => {
    drawn = true;
    render(parts.view(state, dispatch), root);
  };
  const dispatch = (action: Action) => {
    const previous = state;
    state = parts.reduce(state, action);
    if (state === previous) return;
    if (drawn) queueMicrotask(draw);
    drawn = false;
    parts.onChange?.(state, previous, dispatch);
  };
  draw();
  return { dispatch, state: () => state };
}
