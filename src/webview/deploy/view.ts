import { html, nothing, type TemplateResult } from 'lit';
import { canAddVariant, draftWeights, type FieldId, variantField } from '../../hosting/deploymentDraft.ts';
import { CANARY_PERCENT, sharesOf } from '../../hosting/variants.ts';
import { problemLine, selectField, textField } from '../shared/fields.ts';
import { sharesInWords, splitBar, type WeightedVariant, weightSliders } from '../shared/weights.ts';
import { runView } from './runView.ts';
import { canaryIndex, contextOf, type FormState, shownProblems } from './state.ts';
import { summaryView } from './summaryView.ts';
import { variantView } from './variantView.ts';
import { type Dispatch, fieldElementId, type HostCalls } from './viewParts.ts';

/** The whole page. */
export function formView(state: FormState, dispatch: Dispatch, host: HostCalls): TemplateResult {
  if (!state.start) return html`<p class="help" role="status">Looking around…</p>`;
  if (state.run) return runView(state.run, state.now, host);
  const problems = shownProblems(state);
  return html`
    <header>
      <h1 tabindex="-1">Deploy a model</h1>
      <p class="help">Creates model, endpoint configuration and endpoint in one go.</p>
    </header>
    <section class="fields" aria-label="Endpoint">${endpointFields(state, problems, dispatch)}</section>
    <section aria-labelledby="variants">
      <h2 id="variants" tabindex="-1">Production variants</h2>
      ${state.draft.variants.map((variant, index) => variantView(variant, index, state, problems, dispatch, host))}
      <div class="buttons">${addButton(state, dispatch)}</div>
    </section>
    ${trafficView(state, problems, dispatch)}
    ${summaryView(state, dispatch, host)}
  `;
}

function endpointFields(state: FormState, problems: ReadonlyMap<FieldId, string>, dispatch: Dispatch): TemplateResult {
  const { draft, start } = state;
  const isLocal = contextOf(state).side === 'local';
  return html`
    ${
      start && start.connections.length > 1
        ? selectField({
            id: 'field-connection',
            label: 'Connection',
            value: draft.connectionId,
            choices: start.connections.map(({ id, label }) => ({ value: id, label })),
            onChange: (id) => dispatch({ type: 'connected', id }),
          })
        : nothing
    }
    ${textField({
      id: fieldElementId('endpointName'),
      label: 'Endpoint name',
      value: draft.endpointName,
      placeholder: 'my-endpoint',
      problem: problems.get('endpointName'),
      onInput: (name) => dispatch({ type: 'endpointNamed', name }),
    })}
    ${freeNameLink(state, dispatch)}
    ${
      isLocal
        ? nothing
        : textField({
            id: fieldElementId('executionRoleArn'),
            label: 'Execution role',
            value: draft.executionRoleArn,
            placeholder: 'arn:aws:iam::123456789012:role/name',
            help: 'The IAM role by which SageMaker reads the artifact and pulls the image. Remembered for this connection.',
            problem: problems.get('executionRoleArn'),
            onInput: (arn) => dispatch({ type: 'roleTyped', arn }),
          })
    }
  `;
}

function freeNameLink({ examined, draft }: FormState, dispatch: Dispatch): TemplateResult | typeof nothing {
  const free = examined?.result.freeName;
  if (free === undefined || examined?.of.endpointName !== draft.endpointName) return nothing;
  return html`<div class="field">
    <span></span>
    <button class="link" @click=${() => dispatch({ type: 'endpointNamed', name: free })}>Use ${free}</button>
  </div>`;
}

function addButton(state: FormState, dispatch: Dispatch): TemplateResult {
  return html`<vscode-button
    secondary
    icon="add"
    .disabled=${!canAddVariant(state.draft)}
    @click=${() => dispatch({ type: 'variantAdded' })}
    >Add variant</vscode-button
  >`;
}

function trafficView(
  state: FormState,
  problems: ReadonlyMap<FieldId, string>,
  dispatch: Dispatch,
): TemplateResult | typeof nothing {
  const { variants } = state.draft;
  if (variants.length < 2) return nothing;
  const shares = sharesOf(draftWeights(variants));
  const weighted = variants.map(
    (variant, index): WeightedVariant => ({
      id: `field-${variant.key}`,
      name: variant.name || `variant ${index + 1}`,
      weight: variant.weight,
      share: shares?.[index],
      problem: problems.get(variantField(variant, 'weight')),
    }),
  );
  const keyAt = (index: number) => variants[index]?.key ?? 0;
  const canary = weighted[canaryIndex(state)]?.name ?? '';
  return html`<section class="weights" aria-labelledby="traffic">
    <h2 id="traffic">Traffic</h2>
    ${splitBar('Traffic', weighted)}
    ${weightSliders({
      variants: weighted,
      range: state.range,
      onWeight: (index, text) => dispatch({ type: 'variantTyped', key: keyAt(index), field: 'weight', text }),
      onSelect: (index) => dispatch({ type: 'turnedTo', key: keyAt(index) }),
    })}
    <div class="weights-problem" id=${fieldElementId('weights')} tabindex="-1">${problemLine(problems.get('weights'))}</div>
    <div class="buttons">
      <vscode-button secondary @click=${() => dispatch({ type: 'madeEven' })}>Even</vscode-button>
      <vscode-button secondary @click=${() => dispatch({ type: 'madeCanary' })}>Canary ${CANARY_PERCENT} %</vscode-button>
      <span class="help">Canary: ${CANARY_PERCENT} % for ${canary}, the rest shared evenly.</span>
    </div>
    <p class="visually-hidden" role="status">${sharesInWords(weighted)}</p>
  </section>`;
}
