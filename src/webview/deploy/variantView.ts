import { html, nothing, type TemplateResult } from 'lit';
import { localImages } from '../../api/images.ts';
import { instanceTypes } from '../../api/instanceTypes.ts';
import {
  canAddVariant,
  type FieldId,
  type VariantDraft,
  type VariantField,
  variantField,
} from '../../hosting/deploymentDraft.ts';
import { bareSelect, bareTextField, field, problemLine, selectField, textField } from '../shared/fields.ts';
import { contextOf, type FormState, unusedSuggestions } from './state.ts';
import { type Dispatch, fieldElementId, type HostCalls } from './viewParts.ts';

const instanceChoices = instanceTypes.map((type) => ({ value: type, label: type }));

const localInstances = 'On Local every instance is a process, whatever its type.';
const awsInstances = 'Each instance is billed by the time it runs.';

const localImageChoices = [
  { value: '', label: 'Choose an image…' },
  ...localImages.map((image) => ({ value: image, label: image })),
];

/** One production variant's fields. */
export function variantView(
  variant: VariantDraft,
  index: number,
  state: FormState,
  problems: ReadonlyMap<FieldId, string>,
  dispatch: Dispatch,
  host: HostCalls,
): TemplateResult {
  const problem = (name: VariantField) => problems.get(variantField(variant, name));
  const typed = (name: VariantField) => (text: string) =>
    dispatch({ type: 'variantTyped', key: variant.key, field: name, text });
  const id = (name: VariantField) => fieldElementId(variantField(variant, name));
  const isOnly = state.draft.variants.length === 1;
  return html`<div class="variant" role="group" aria-label=${`Variant ${variant.name || index + 1}`}>
    <div class="variant-head">
      <h3>${variant.name || `Variant ${index + 1}`}</h3>
      ${variantButtons(variant, state, isOnly, dispatch)}
    </div>
    <div class="fields">
      ${textField({
        id: id('name'),
        label: 'Variant name',
        value: variant.name,
        problem: problem('name'),
        onInput: typed('name'),
      })}
      ${artifactField(variant, state, problem('artifact'), dispatch, host)}
      ${imageField(variant, state, problem('image'), typed('image'))}
      ${instancesField(variant, index, state, problems, typed)}
    </div>
  </div>`;
}

function variantButtons(variant: VariantDraft, state: FormState, isOnly: boolean, dispatch: Dispatch): TemplateResult {
  const { key, name } = variant;
  const button = (icon: string, label: string, onClick: () => void) => html`<button
    class="icon-button"
    title=${label}
    aria-label=${`${label} ${name}`}
    @click=${onClick}
  >
    <vscode-icon name=${icon}></vscode-icon>
  </button>`;
  return html`<span class="icon-buttons">
    ${
      canAddVariant(state.draft)
        ? button('copy', 'Duplicate variant', () => dispatch({ type: 'variantDuplicated', key }))
        : nothing
    }
    ${isOnly ? nothing : button('trash', 'Remove variant', () => dispatch({ type: 'variantRemoved', key }))}
  </span>`;
}

function artifactField(
  variant: VariantDraft,
  state: FormState,
  problem: string | undefined,
  dispatch: Dispatch,
  host: HostCalls,
): TemplateResult {
  const { key, artifact } = variant;
  const isLocal = contextOf(state).side === 'local';
  const set = (text: string) => dispatch({ type: 'artifactSet', key, text });
  const choose = async (kind: 'file' | 'folder') => {
    const chosen = await host.chooseArtifact(kind);
    if (chosen !== undefined) set(chosen);
  };
  return textField({
    id: fieldElementId(variantField(variant, 'artifact')),
    label: 'Artifact',
    value: artifact,
    placeholder: isLocal ? 'A model.tar.gz, an .onnx file or a folder' : 's3://bucket/key/model.tar.gz',
    problem,
    ...(isLocal ? { help: html`${note(variant, state)}${suggestions(state, set)}` } : {}),
    onInput: (text) => dispatch({ type: 'variantTyped', key, field: 'artifact', text }),
    onChange: set,
    ...(isLocal
      ? {
          buttons: html`
            <vscode-button secondary @click=${() => choose('file')}>Choose file…</vscode-button>
            <vscode-button secondary @click=${() => choose('folder')}>Choose folder…</vscode-button>
          `,
        }
      : {}),
  });
}

function note({ key, artifact }: VariantDraft, { examined }: FormState): TemplateResult | typeof nothing {
  const finding = examined?.result.artifacts[key];
  const isAbout = examined?.of.variants.find((variant) => variant.key === key)?.artifact === artifact;
  return isAbout && finding?.kind === 'found' ? html`<div>${finding.note}.</div>` : nothing;
}

function suggestions(state: FormState, set: (text: string) => void): TemplateResult | typeof nothing {
  const unused = unusedSuggestions(state).slice(0, 4);
  if (unused.length === 0) return nothing;
  return html`<div class="suggestions">
    <span>In this workspace:</span>
    ${unused.map((text) => html`<button class="link" @click=${() => set(text)}>${text}</button>`)}
  </div>`;
}

function imageField(
  variant: VariantDraft,
  state: FormState,
  problem: string | undefined,
  onChange: (text: string) => void,
): TemplateResult {
  const parts = { id: fieldElementId(variantField(variant, 'image')), label: 'Image', value: variant.image, problem };
  if (contextOf(state).side === 'local') return selectField({ ...parts, choices: localImageChoices, onChange });
  return textField({
    ...parts,
    placeholder: '123456789012.dkr.ecr.us-east-1.amazonaws.com/repository:tag',
    help: 'The address of an inference image in Amazon ECR.',
    onInput: onChange,
  });
}

function instancesField(
  variant: VariantDraft,
  index: number,
  state: FormState,
  problems: ReadonlyMap<FieldId, string>,
  typed: (name: VariantField) => (text: string) => void,
): TemplateResult {
  const countId = variantField(variant, 'instanceCount');
  const typeId = variantField(variant, 'instanceType');
  const help = contextOf(state).side === 'local' ? localInstances : awsInstances;
  return field(
    { id: fieldElementId(countId), label: 'Instances', ...(index === 0 ? { help } : {}) },
    html`<div class="instances">
        ${bareTextField({
          id: fieldElementId(countId),
          label: 'Instance count',
          value: variant.instanceCount,
          problem: problems.get(countId),
          onInput: typed('instanceCount'),
        })}
        <span aria-hidden="true">×</span>
        ${bareSelect({
          id: fieldElementId(typeId),
          label: 'Instance type',
          value: variant.instanceType,
          choices: instanceChoices,
          isSearchable: true,
          problem: problems.get(typeId),
          onChange: typed('instanceType'),
        })}
      </div>
      ${problemLine(problems.get(countId))} ${problemLine(problems.get(typeId))}`,
  );
}
