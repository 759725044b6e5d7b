import './main.css';
import type { DeployHostFunctions, DeployPageFunctions } from '../../deploy/messages.ts';
import { variantField } from '../../hosting/deploymentDraft.ts';
import { focusField } from '../shared/fields.ts';
import { connectHost } from '../shared/host.ts';
import { mount } from '../shared/mount.ts';
import {
  examinationOf,
  type FormAction,
  type FormState,
  initialState,
  isUnderWay,
  problemsOf,
  reduce,
} from './state.ts';
import { formView } from './view.ts';
import { fieldElementId } from './viewParts.ts';

/** Milliseconds without a change after which the draft is examined. */
const EXAMINE_AFTER_MS = 200;

const host = connectHost<DeployHostFunctions, DeployPageFunctions>({
  showRun: (run) => page.dispatch({ type: 'ran', run }),
  restart: (start) => page.dispatch({ type: 'started', start }),
});

const page = mount<FormState, FormAction>({
  initial: initialState,
  reduce,
  view: (state, dispatch) => formView(state, dispatch, host.functions),
  onChange,
});

let examining: ReturnType<typeof setTimeout> | undefined;
let examinations = 0;
let ticking: ReturnType<typeof setInterval> | undefined;

page.dispatch({ type: 'started', start: await host.functions.open() });

function onChange(state: FormState, previous: FormState): void {
  if (state.draft !== previous.draft) draftChanged(state);
  if (state.wasAttempted !== previous.wasAttempted || state.isDeployWanted !== previous.isDeployWanted)
    attempted(state);
  if (state.isDeployWanted) deployWhenExamined(state);
  if (isUnderWay(state) !== isUnderWay(previous)) tickWhile(isUnderWay(state));
  if (previous.run && !state.run) examineSoon(state);
  if (state.run?.phase.kind !== previous.run?.phase.kind) setTimeout(() => catchFocus('h1'));
  if (state.draft.variants.length < previous.draft.variants.length) setTimeout(() => catchFocus('#variants'));
  if (isVariantAdded(state, previous)) setTimeout(() => focusField(newestVariant(state)));
}

/** The keyboard must not be lost with a button that is gone. */
function catchFocus(selector: string): void {
  const { activeElement } = document;
  if (activeElement && activeElement !== document.body) return;
  document.querySelector<HTMLElement>(selector)?.focus();
}

function isVariantAdded({ start, draft }: FormState, previous: FormState): boolean {
  return start === previous.start && draft.variants.length > previous.draft.variants.length;
}

function newestVariant({ draft }: FormState): string {
  const [variant] = draft.variants.slice(-1);
  return variant ? fieldElementId(variantField(variant, 'name')) : '';
}

function draftChanged(state: FormState): void {
  if (state.isEdited) void host.functions.saveDraft.asEvent(state.draft);
  if (!examinationOf(state)) examineSoon(state);
}

function examineSoon({ draft, isNameEntered }: FormState): void {
  clearTimeout(examining);
  const number = ++examinations;
  examining = setTimeout(async () => {
    const result = await host.functions.examine(draft, isNameEntered);
    // The extension ends an examination when the next one is asked for.
    if (number === examinations) page.dispatch({ type: 'examined', of: draft, result });
  }, EXAMINE_AFTER_MS);
}

function attempted(state: FormState): void {
  const [first] = problemsOf(state).keys();
  if (first !== undefined && !state.isDeployWanted) setTimeout(() => focusField(fieldElementId(first)));
}

function deployWhenExamined(state: FormState): void {
  const examination = examinationOf(state);
  if (!examination) return;
  page.dispatch({ type: 'deploySent' });
  if (examination.plan) void host.functions.deploy(state.draft, examination.plan);
}

function tickWhile(isOn: boolean): void {
  clearInterval(ticking);
  const tick = () => page.dispatch({ type: 'ticked', now: Date.now() });
  if (!isOn) return;
  tick();
  ticking = setInterval(tick, 1000);
}
