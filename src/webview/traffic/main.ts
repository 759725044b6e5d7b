import './main.css';
import type { TrafficHostFunctions, TrafficPageFunctions } from '../../deploy/messages.ts';
import { connectHost } from '../shared/host.ts';
import { mount } from '../shared/mount.ts';
import {
  initialState,
  reduce,
  type TrafficAction,
  type TrafficDraft,
  type TrafficState,
  typedWeights,
} from './state.ts';
import { trafficView } from './view.ts';

const host = connectHost<TrafficHostFunctions, TrafficPageFunctions>({
  showStatus: (status) => page.dispatch({ type: 'applying', status }),
});

const page = mount<TrafficState, TrafficAction>({
  initial: initialState,
  reduce,
  view: (state, dispatch) => trafficView(state, dispatch, { apply, reload, openScratchpad }),
  onChange: ({ target, live, weights }) => {
    if (target) host.saveDraft({ target, shown: live, weights } satisfies TrafficDraft);
  },
});

// Only this page writes its draft.
const draft = host.draft as TrafficDraft | undefined;
page.dispatch({ type: 'targeted', target: await host.functions.target() });
page.dispatch({ type: 'loaded', view: await host.functions.load(), draft });

async function apply(): Promise<void> {
  const state = page.state();
  const weights = typedWeights(state);
  if (!state.live || !weights) return;
  page.dispatch({ type: 'applying', status: state.live.status });
  page.dispatch({ type: 'applied', outcome: await host.functions.apply(state.live, weights) });
}

async function reload(): Promise<void> {
  page.dispatch({ type: 'loaded', view: await host.functions.load() });
}

function openScratchpad(): void {
  void host.functions.openScratchpad.asEvent();
}
