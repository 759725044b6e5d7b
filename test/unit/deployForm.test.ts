import assert from 'node:assert/strict';
import type { DeployStart, Examination } from '../../src/deploy/messages.ts';
import { blankVariant, type DeploymentDraft, draftWeights, withVariant } from '../../src/hosting/deploymentDraft.ts';
import type { DeploymentPlan } from '../../src/hosting/deploymentPlan.ts';
import { sharesOf } from '../../src/hosting/variants.ts';
import {
  examinationOf,
  type FormAction,
  type FormState,
  initialState,
  outlookOf,
  problemsOf,
  reduce,
  shownProblems,
} from '../../src/webview/deploy/state.ts';

const empty: DeploymentDraft = { connectionId: 'local', endpointName: '', executionRoleArn: '', variants: [] };

const start: DeployStart = {
  connections: [
    { id: 'local', label: 'Local', side: 'local' },
    { id: 'dev', label: 'dev (eu-west-1)', side: 'aws' },
  ],
  base: { folder: '/work', home: '/home/me' },
  suggestions: ['lang/artifacts/fp32.tar.gz', 'lang/artifacts/int8.tar.gz'],
  draft: withVariant(empty, blankVariant),
  roles: { dev: 'arn:aws:iam::123456789012:role/hosting' },
  run: undefined,
};

function formAfter(...actions: FormAction[]): FormState {
  return [{ type: 'started', start } as const, ...actions].reduce(reduce, initialState);
}

const plan: DeploymentPlan = {
  models: [],
  endpointConfig: { input: { EndpointConfigName: 'lang-config', ProductionVariants: [] }, exists: false },
  endpoint: { EndpointName: 'lang', EndpointConfigName: 'lang-config' },
};

const chooseFirst: FormAction = { type: 'artifactSet', key: 1, text: 'lang/artifacts/fp32.tar.gz' };

function examined(state: FormState, result: Partial<Examination>): FormState {
  return reduce(state, { type: 'examined', of: state.draft, result: { draft: state.draft, artifacts: {}, ...result } });
}

function shares(state: FormState): readonly number[] | undefined {
  return sharesOf(draftWeights(state.draft.variants));
}

describe('the deploy form', () => {
  it('holds nothing against fields that wait to be filled in, until Deploy is pressed', () => {
    const state = formAfter();
    assert.deepEqual([...shownProblems(state).keys()], []);
    const pressed = reduce(state, { type: 'deployPressed' });
    assert.deepEqual([...shownProblems(pressed).keys()], ['endpointName', '1.artifact', '1.image']);
    assert.equal(pressed.isDeployWanted, false);
  });

  it('says at once what is wrong with something that was entered', () => {
    const state = formAfter({ type: 'endpointNamed', name: 'my_endpoint' });
    assert.match(shownProblems(state).get('endpointName') ?? '', /letters, digits and hyphens/);
  });

  it('proposes names from the artifact, until somebody chooses their own', () => {
    const proposed = formAfter(chooseFirst);
    assert.equal(proposed.draft.endpointName, 'lang');
    assert.equal(proposed.draft.variants[0]?.name, 'fp32');
    const chosen = formAfter(
      { type: 'endpointNamed', name: 'mine' },
      { type: 'variantTyped', key: 1, field: 'name', text: 'blue' },
      chooseFirst,
    );
    assert.equal(chosen.draft.endpointName, 'mine');
    assert.equal(chosen.draft.variants[0]?.name, 'blue');
  });

  it('follows the artifact with names it has proposed itself', () => {
    const state = formAfter(chooseFirst, { type: 'artifactSet', key: 1, text: 'churn/model.tar.gz' });
    assert.equal(state.draft.endpointName, 'churn');
    assert.equal(state.draft.variants[0]?.name, 'variant-1');
  });

  it('fills in what was found out, unless somebody has typed on meanwhile', () => {
    const state = formAfter(chooseFirst);
    const found = {
      ...state.draft,
      variants: state.draft.variants.map((variant) => ({ ...variant, image: 'local/onnx' })),
    };
    const filled = examined(state, { draft: found });
    assert.equal(filled.draft.variants[0]?.image, 'local/onnx');
    assert.ok(examinationOf(filled));
    const typed = reduce(state, { type: 'endpointNamed', name: 'other' });
    const late = reduce(typed, { type: 'examined', of: state.draft, result: { draft: found, artifacts: {} } });
    assert.equal(late.draft.endpointName, 'other');
    assert.equal(examinationOf(late), undefined);
  });

  it('shows what is wrong with an artifact and with a taken name, each until it is changed', () => {
    const state = examined(formAfter(chooseFirst), {
      freeName: 'lang-2',
      artifacts: { 1: { kind: 'problem', message: 'There is no file.' } },
    });
    assert.equal(shownProblems(state).get('1.artifact'), 'There is no file.');
    assert.match(shownProblems(state).get('endpointName') ?? '', /Local has an endpoint of this name/);
    const changed = reduce(reduce(state, { type: 'endpointNamed', name: 'lang-2' }), {
      type: 'variantTyped',
      key: 1,
      field: 'artifact',
      text: 'other.tar.gz',
    });
    assert.equal(problemsOf(changed).has('endpointName'), false);
    assert.equal(problemsOf(changed).has('1.artifact'), false);
  });

  it('adds a variant with the next artifact of the workspace and an even share', () => {
    const state = formAfter(chooseFirst, { type: 'variantAdded' });
    assert.deepEqual(
      state.draft.variants.map(({ name, artifact }) => [name, artifact]),
      [
        ['fp32', 'lang/artifacts/fp32.tar.gz'],
        ['int8', 'lang/artifacts/int8.tar.gz'],
      ],
    );
    assert.deepEqual(shares(state), [0.5, 0.5]);
  });

  it('duplicates a variant under a name of its own', () => {
    const state = formAfter(chooseFirst, { type: 'variantDuplicated', key: 1 });
    assert.deepEqual(
      state.draft.variants.map(({ name }) => name),
      ['fp32', 'fp32-2'],
    );
    assert.notEqual(state.draft.variants[0]?.key, state.draft.variants[1]?.key);
  });

  it('has no more variants than an endpoint configuration may have', () => {
    const many = formAfter(...Array.from({ length: 20 }, (): FormAction => ({ type: 'variantAdded' })));
    assert.equal(many.draft.variants.length, 10);
  });

  it('gives the canary’s share to the last variant, or to the one that was turned to', () => {
    const two = formAfter({ type: 'variantAdded' });
    assert.deepEqual(shares(reduce(two, { type: 'madeCanary' })), [0.95, 0.05]);
    const turned = reduce(reduce(two, { type: 'turnedTo', key: 1 }), { type: 'madeCanary' });
    assert.deepEqual(shares(turned), [0.05, 0.95]);
    assert.deepEqual(shares(reduce(turned, { type: 'madeEven' })), [0.5, 0.5]);
  });

  it('changes one weight at a time and extends the sliders for a large one', () => {
    const state = formAfter({ type: 'variantAdded' }, { type: 'variantTyped', key: 2, field: 'weight', text: '150' });
    assert.deepEqual(
      state.draft.variants.map(({ weight }) => weight),
      ['50', '150'],
    );
    assert.equal(state.range, 1000);
    assert.equal(reduce(state, { type: 'variantTyped', key: 2, field: 'weight', text: '1' }).range, 1000);
  });

  it('refuses weights that are no numbers, and weights that are all 0', () => {
    const two = formAfter({ type: 'variantAdded' });
    const typed = reduce(two, { type: 'variantTyped', key: 1, field: 'weight', text: '5 %' });
    assert.match(problemsOf(typed).get('1.weight') ?? '', /Enter a number/);
    const zero = [1, 2].reduce(
      (state, key) => reduce(state, { type: 'variantTyped', key, field: 'weight', text: '0' }),
      two,
    );
    assert.match(problemsOf(zero).get('weights') ?? '', /at least one variant/);
  });

  it('gives a single variant everything, whatever weight it was left with', () => {
    const state = formAfter(
      { type: 'variantAdded' },
      { type: 'variantTyped', key: 1, field: 'weight', text: '0' },
      { type: 'variantRemoved', key: 2 },
    );
    assert.deepEqual(shares(state), [1]);
    assert.equal(problemsOf(state).has('weights'), false);
  });

  it('on AWS asks for a role and remembers it, and takes neither files nor Local’s images', () => {
    const local = formAfter(chooseFirst, { type: 'variantTyped', key: 1, field: 'image', text: 'local/onnx' });
    const aws = reduce(local, { type: 'connected', id: 'dev' });
    assert.equal(aws.draft.executionRoleArn, 'arn:aws:iam::123456789012:role/hosting');
    assert.equal(aws.draft.variants[0]?.image, '');
    assert.match(problemsOf(aws).get('1.artifact') ?? '', /s3:\/\//);
    const role = reduce(aws, { type: 'roleTyped', arn: 'hosting' });
    assert.match(problemsOf(role).get('executionRoleArn') ?? '', /arn:aws:iam/);
  });

  it('refuses two variants of one name', () => {
    const state = formAfter(
      { type: 'variantAdded' },
      { type: 'variantTyped', key: 2, field: 'name', text: 'variant-1' },
    );
    assert.match(problemsOf(state).get('2.name') ?? '', /Another variant/);
  });

  it('wants to deploy only a draft without problems, and no longer once it is changed', () => {
    const ready = [
      chooseFirst,
      { type: 'variantTyped', key: 1, field: 'image', text: 'local/onnx' },
      { type: 'deployPressed' },
    ] satisfies FormAction[];
    const state = formAfter(...ready);
    assert.equal(state.isDeployWanted, true);
    assert.equal(reduce(state, { type: 'endpointNamed', name: 'other' }).isDeployWanted, false);
    assert.equal(examined(state, { draft: { ...state.draft, endpointName: 'lang-2' } }).isDeployWanted, false);
    assert.equal(examined(state, {}).isDeployWanted, true);
  });

  it('deploys when Deploy was pressed before the images were found out', () => {
    const pressed = formAfter(chooseFirst, { type: 'deployPressed' });
    assert.equal(pressed.isDeployWanted, true);
    assert.deepEqual([...shownProblems(pressed).keys()], []);
    const variants = pressed.draft.variants.map((variant) => ({ ...variant, image: 'local/onnx' }));
    const found = examined(pressed, { draft: { ...pressed.draft, variants } });
    assert.equal(found.isDeployWanted, true);
    assert.equal(examinationOf(found)?.draft, found.draft);
    const none = reduce(examined(pressed, {}), { type: 'deploySent' });
    assert.deepEqual([...shownProblems(none).keys()], ['1.image']);
    assert.equal(reduce(none, { type: 'deployPressed' }).isDeployWanted, false);
  });

  it('never takes the plan of another draft for that of the one shown, and deploys none', () => {
    const ready = formAfter(chooseFirst, { type: 'variantTyped', key: 1, field: 'image', text: 'local/onnx' });
    const known = examined(ready, { plan });
    assert.deepEqual(outlookOf(known), { isCurrent: true, examination: known.examined?.result });
    const changed = reduce(known, { type: 'variantAdded' });
    assert.equal(outlookOf(changed).isCurrent, false);
    assert.equal(outlookOf(changed).examination?.plan, plan);
    const pressed = reduce(reduce(known, { type: 'endpointNamed', name: 'other' }), { type: 'deployPressed' });
    assert.equal(pressed.isDeployWanted, true);
    assert.equal(examinationOf(pressed), undefined);
    const late = reduce(pressed, { type: 'examined', of: known.draft, result: { draft: known.draft, artifacts: {} } });
    assert.equal(late, pressed);
    assert.equal(outlookOf(examined(pressed, {})).isCurrent, true);
  });
});
