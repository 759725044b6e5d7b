import { isLocalImage } from '../../api/images.ts';
import type { ConnectionChoice, DeploymentRun, DeployStart, Examination } from '../../deploy/messages.ts';
import {
  blankVariant,
  canAddVariant,
  checkDraft,
  type DeploymentDraft,
  type DraftContext,
  draftWeights,
  type FieldId,
  type VariantDraft,
  type VariantField,
  variantField,
  withVariant,
  withWeights,
} from '../../hosting/deploymentDraft.ts';
import { withArtifact } from '../../hosting/draftProposals.ts';
import { freeName } from '../../hosting/proposedNames.ts';
import { canaryWeights, evenWeights, PERCENT_RANGE, sliderRange } from '../../hosting/variants.ts';

/** The deploy form. */
export interface FormState {
  /** Undefined until the extension has answered. */
  readonly start: DeployStart | undefined;
  readonly draft: DeploymentDraft;
  /** Somebody has changed the draft. */
  readonly isEdited: boolean;
  /** Somebody has entered the endpoint's name, so that it is not changed unasked. */
  readonly isNameEntered: boolean;
  /** What is known about the draft `of`, which may be an older one. */
  readonly examined: { readonly of: DeploymentDraft; readonly result: Examination } | undefined;
  /** Deploy was pressed: what is missing is shown from now on. */
  readonly wasAttempted: boolean;
  /** Deploy was pressed and waits for the examination of this very draft. */
  readonly isDeployWanted: boolean;
  /** The weight at the sliders' right end. */
  readonly range: number;
  /** The variant that Canary is for; the last one where none was turned to. */
  readonly canaryKey: number | undefined;
  readonly run: DeploymentRun | undefined;
  /** Milliseconds since 1970; ticks while a deployment is under way. */
  readonly now: number;
}

/** What can happen to the form. */
export type FormAction =
  | { readonly type: 'started'; readonly start: DeployStart }
  | { readonly type: 'ran'; readonly run: DeploymentRun | undefined }
  | { readonly type: 'ticked'; readonly now: number }
  | { readonly type: 'connected'; readonly id: string }
  | { readonly type: 'endpointNamed'; readonly name: string }
  | { readonly type: 'roleTyped'; readonly arn: string }
  | { readonly type: 'variantTyped'; readonly key: number; readonly field: VariantField; readonly text: string }
  /** The person is done with the artifact of a variant, or has chosen one. */
  | { readonly type: 'artifactSet'; readonly key: number; readonly text: string }
  | { readonly type: 'variantAdded' }
  | { readonly type: 'variantDuplicated'; readonly key: number }
  | { readonly type: 'variantRemoved'; readonly key: number }
  | { readonly type: 'madeEven' }
  | { readonly type: 'madeCanary' }
  | { readonly type: 'turnedTo'; readonly key: number }
  | { readonly type: 'examined'; readonly of: DeploymentDraft; readonly result: Examination }
  | { readonly type: 'deployPressed' }
  | { readonly type: 'deploySent' };

const emptyDraft: DeploymentDraft = { connectionId: '', endpointName: '', executionRoleArn: '', variants: [] };

/** The form before the extension has answered. */
export const initialState: FormState = {
  start: undefined,
  draft: emptyDraft,
  isEdited: false,
  isNameEntered: false,
  examined: undefined,
  wasAttempted: false,
  isDeployWanted: false,
  range: PERCENT_RANGE,
  canaryKey: undefined,
  run: undefined,
  now: 0,
};

/** Pure. */
export function reduce(state: FormState, action: FormAction): FormState {
  switch (action.type) {
    case 'started':
      return {
        ...initialState,
        start: action.start,
        draft: action.start.draft,
        run: action.start.run,
        ...ranged(action.start.draft, PERCENT_RANGE),
      };
    case 'ran':
      return { ...state, run: action.run, isDeployWanted: false };
    case 'ticked':
      return { ...state, now: action.now };
    case 'examined':
      return examined(state, action.of, action.result);
    case 'turnedTo':
      return state.canaryKey === action.key ? state : { ...state, canaryKey: action.key };
    case 'deployPressed':
      return deployPressed(state);
    case 'deploySent':
      return { ...state, wasAttempted: true, isDeployWanted: false };
    case 'endpointNamed':
      return { ...edited(state, edit(state, action)), isNameEntered: true };
    default:
      return edited(state, edit(state, action));
  }
}

type Edit = Exclude<
  FormAction,
  { type: 'started' | 'ran' | 'ticked' | 'examined' | 'turnedTo' | 'deployPressed' | 'deploySent' }
>;

function edit(state: FormState, action: Edit): DeploymentDraft {
  const { draft } = state;
  switch (action.type) {
    case 'connected':
      return connected(state, action.id);
    case 'endpointNamed':
      return { ...draft, endpointName: action.name };
    case 'roleTyped':
      return { ...draft, executionRoleArn: action.arn };
    case 'variantTyped':
      return mapVariant(draft, action.key, (variant) => ({ ...variant, [action.field]: action.text }));
    case 'artifactSet':
      return withArtifact(draft, action.key, action.text, contextOf(state));
    case 'variantAdded':
      return withAnother(state);
    case 'variantDuplicated':
      return withDuplicate(draft, action.key);
    case 'variantRemoved':
      return { ...draft, variants: draft.variants.filter(({ key }) => key !== action.key) };
    case 'madeEven':
      return withWeights(draft, evenWeights(draft.variants.length));
    case 'madeCanary':
      return withWeights(draft, canaryWeights(draft.variants.length, canaryIndex(state)));
  }
}

/** What a draft of this form is checked against. */
export function contextOf({ start, draft }: FormState): DraftContext {
  const connection = start?.connections.find(({ id }) => id === draft.connectionId);
  return { side: connection?.side ?? 'local', folder: start?.base.folder, home: start?.base.home ?? '' };
}

/** The connection that is chosen. */
export function connectionOf({ start, draft }: FormState): ConnectionChoice | undefined {
  return start?.connections.find(({ id }) => id === draft.connectionId);
}

/** What is known about this very draft. */
export function examinationOf(state: FormState): Examination | undefined {
  const { isCurrent, examination } = outlookOf(state);
  return isCurrent ? examination : undefined;
}

/** What is known about what Deploy will do: about this very draft, or, where not current, about an older one. */
export function outlookOf({ examined, draft }: FormState): {
  isCurrent: boolean;
  examination: Examination | undefined;
} {
  return { isCurrent: examined?.of === draft, examination: examined?.result };
}

/** Everything that is wrong, by field, in the order of the form. */
export function problemsOf(state: FormState): ReadonlyMap<FieldId, string> {
  const checked = checkDraft(state.draft, contextOf(state));
  const problems = new Map<FieldId, string>();
  for (const { field, message } of checked.ok ? [] : checked.problems) problems.set(field, message);
  const found = state.examined?.result;
  if (isNameTaken(state)) problems.set('endpointName', takenMessage(state));
  for (const variant of state.draft.variants) {
    const finding = found?.artifacts[variant.key];
    const isAbout = artifactExamined(state, variant.key) === variant.artifact;
    if (isAbout && finding?.kind === 'problem') problems.set(variantField(variant, 'artifact'), finding.message);
  }
  const order = fieldOrder(state.draft);
  return new Map([...problems].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

function fieldOrder({ variants }: DeploymentDraft): FieldId[] {
  const fields = ['name', 'artifact', 'image', 'instanceCount', 'instanceType'] as const;
  return [
    'endpointName',
    'executionRoleArn',
    ...variants.flatMap((variant) => fields.map((field) => variantField(variant, field))),
    ...variants.map((variant) => variantField(variant, 'weight')),
    'weights',
  ];
}

/** What to show beside a field: nothing is held against fields that wait to be filled in until Deploy is pressed. */
export function shownProblems(state: FormState): ReadonlyMap<FieldId, string> {
  const problems = problemsOf(state);
  if (state.wasAttempted) return problems;
  const checked = checkDraft(state.draft, contextOf(state));
  const missing = checked.ok ? [] : checked.problems.filter((problem) => problem.missing);
  return new Map([...problems].filter(([field]) => !missing.some((problem) => problem.field === field)));
}

/** The variant that Canary gives 5 %. */
export function canaryIndex({ draft, canaryKey }: FormState): number {
  const index = draft.variants.findIndex(({ key }) => key === canaryKey);
  return index === -1 ? draft.variants.length - 1 : index;
}

/** Artifacts of the workspace that no variant serves yet. */
export function unusedSuggestions({ start, draft }: FormState): readonly string[] {
  return (start?.suggestions ?? []).filter((text) => !draft.variants.some(({ artifact }) => artifact === text));
}

/** Whether a deployment is under way, so that time is to be shown. */
export function isUnderWay({ run }: FormState): boolean {
  return run?.phase.kind === 'running' || run?.phase.kind === 'cancelling' || run?.phase.kind === 'removing';
}

/** Someone quicker than the first look at the artifacts need not press twice. */
function deployPressed(state: FormState): FormState {
  const fields = [...problemsOf(state).keys()];
  const isDeployWanted = fields.every((field) => isBeingFoundOut(state, field));
  return { ...state, wasAttempted: fields.length === 0 || !isDeployWanted, isDeployWanted };
}

/** Whether the look at a draft that is under way may fill in this field: images follow from artifacts of this machine. */
function isBeingFoundOut(state: FormState, field: FieldId): boolean {
  if (examinationOf(state) || contextOf(state).side !== 'local') return false;
  return state.draft.variants.some((variant) => variant.image === '' && field === variantField(variant, 'image'));
}

function examined(state: FormState, of: DeploymentDraft, result: Examination): FormState {
  // What was found out fills in the draft, unless somebody has gone on typing meanwhile.
  if (state.draft !== of) return state;
  const draft = isSame(of, result.draft) ? of : result.draft;
  // Deploy was pressed on what was shown: a plan under another name is shown first.
  const isDeployWanted = state.isDeployWanted && isSame(withoutImages(of), withoutImages(draft));
  return { ...state, draft, examined: { of: draft, result }, isDeployWanted };
}

function withoutImages(draft: DeploymentDraft): DeploymentDraft {
  return { ...draft, variants: draft.variants.map((variant) => ({ ...variant, image: '' })) };
}

function isSame(a: DeploymentDraft, b: DeploymentDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function edited(state: FormState, draft: DeploymentDraft): FormState {
  if (draft === state.draft) return state;
  return { ...state, draft, isEdited: true, isDeployWanted: false, ...ranged(draft, state.range) };
}

function ranged(draft: DeploymentDraft, atLeast: number): Pick<FormState, 'range'> {
  return { range: sliderRange(draftWeights(draft.variants), atLeast) };
}

function connected(state: FormState, id: string): DeploymentDraft {
  const { draft, start } = state;
  const connection = start?.connections.find((choice) => choice.id === id);
  if (!connection || id === draft.connectionId) return draft;
  const withoutLocal = (variant: VariantDraft) => (isLocalImage(variant.image) ? { ...variant, image: '' } : variant);
  return {
    ...draft,
    connectionId: id,
    executionRoleArn: start?.roles[id] ?? draft.executionRoleArn,
    variants: connection.side === 'aws' ? draft.variants.map(withoutLocal) : draft.variants,
  };
}

function withAnother(state: FormState): DeploymentDraft {
  const { draft } = state;
  if (!canAddVariant(draft)) return draft;
  const [last] = draft.variants.slice(-1);
  const { instanceType = blankVariant.instanceType, instanceCount = blankVariant.instanceCount } = last ?? {};
  const name = freeVariantName(draft, `variant-${draft.variants.length + 1}`);
  const added = withVariant(draft, { ...blankVariant, name, instanceType, instanceCount });
  const [suggestion] = unusedSuggestions(state);
  const key = added.variants.at(-1)?.key ?? 0;
  return suggestion === undefined ? added : withArtifact(added, key, suggestion, contextOf(state));
}

function withDuplicate(draft: DeploymentDraft, key: number): DeploymentDraft {
  const source = draft.variants.find((variant) => variant.key === key);
  if (!source || !canAddVariant(draft)) return draft;
  return withVariant(draft, { ...source, name: freeVariantName(draft, source.name) });
}

function freeVariantName(draft: DeploymentDraft, wanted: string): string {
  return freeName(wanted, (name) => draft.variants.some((variant) => variant.name === name));
}

function mapVariant(
  draft: DeploymentDraft,
  key: number,
  change: (variant: VariantDraft) => VariantDraft,
): DeploymentDraft {
  return { ...draft, variants: draft.variants.map((variant) => (variant.key === key ? change(variant) : variant)) };
}

function isNameTaken({ examined, draft }: FormState): boolean {
  return (
    examined?.result.freeName !== undefined &&
    examined.of.endpointName === draft.endpointName &&
    examined.of.connectionId === draft.connectionId
  );
}

function takenMessage(state: FormState): string {
  return `${connectionOf(state)?.label ?? 'The service'} has an endpoint of this name already.`;
}

function artifactExamined({ examined }: FormState, key: number): string | undefined {
  return examined?.of.variants.find((variant) => variant.key === key)?.artifact;
}
