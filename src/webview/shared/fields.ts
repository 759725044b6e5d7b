import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import { described } from './described.ts';

/** A labelled field with its help, or what is wrong with it, beneath. */
export interface FieldParts {
  /** Unique on the page; `focusField` finds it. */
  readonly id: string;
  readonly label: string;
  readonly help?: string | TemplateResult;
  readonly problem?: string | undefined;
}

/** A field for a line of text. */
export interface TextFieldParts extends FieldParts {
  readonly value: string;
  readonly placeholder?: string;
  /** On every keystroke. */
  readonly onInput: (text: string) => void;
  /** When the person is done with the field. */
  readonly onChange?: (text: string) => void;
  /** Buttons at its end. */
  readonly buttons?: TemplateResult;
}

/** A choice in a list. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** A field for one of several values. */
export interface SelectFieldParts extends FieldParts {
  readonly value: string;
  readonly choices: readonly Choice[];
  /** Typing filters the list. */
  readonly isSearchable?: boolean;
  readonly onChange: (value: string) => void;
}

/** A line of text, labelled. */
export function textField(parts: TextFieldParts): TemplateResult {
  const control = bareTextField(parts);
  return field(
    parts,
    parts.buttons
      ? html`<div class="with-buttons">${control}<span class="together">${parts.buttons}</span></div>`
      : control,
  );
}

/** A line of text whose label is for assistive technology alone. */
export function bareTextField(parts: TextFieldParts): TemplateResult {
  const { id, label, value, placeholder = '', problem } = parts;
  return html`<vscode-textfield
    id=${id}
    .label=${label}
    .value=${value}
    .placeholder=${placeholder}
    .invalid=${problem !== undefined}
    ${described(problem ?? helpText(parts), problem !== undefined)}
    @input=${(event: Event) => parts.onInput(typedIn(event))}
    @change=${(event: Event) => parts.onChange?.(typedIn(event))}
  ></vscode-textfield>`;
}

/** One of several values, labelled. */
export function selectField(parts: SelectFieldParts): TemplateResult {
  return field(parts, bareSelect(parts));
}

/** One of several values, whose label is for assistive technology alone. */
export function bareSelect(parts: SelectFieldParts): TemplateResult {
  const { id, label, value, choices, isSearchable = false, problem } = parts;
  return html`<vscode-single-select
    id=${id}
    .label=${label}
    .combobox=${isSearchable}
    .filter=${'contains'}
    .options=${choices}
    .value=${value}
    .invalid=${problem !== undefined}
    ${described(problem ?? helpText(parts), problem !== undefined)}
    @change=${(event: Event) => parts.onChange(typedIn(event))}
  ></vscode-single-select>`;
}

/** A label with any control, and help or problem beneath it. */
export function field(parts: FieldParts, control: TemplateResult): TemplateResult {
  return html`<div class="field">
    <label class="label" for=${parts.id}>${parts.label}</label>
    <div class="control">${control}${underneath(parts)}</div>
  </div>`;
}

/** What is wrong with a field. */
export function problemLine(message: string | undefined): TemplateResult | typeof nothing {
  if (message === undefined) return nothing;
  return html`<p class="problem"><vscode-icon name="error"></vscode-icon><span>${message}</span></p>`;
}

/** Puts the keyboard on a field, and the field into view. */
export function focusField(id: string): void {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'nearest' });
  element?.focus();
}

/** What is wrong replaces words of help, but not help that can be used. */
function underneath({ help, problem }: FieldParts): TemplateResult | typeof nothing {
  const isShown = help !== undefined && (problem === undefined || typeof help !== 'string');
  return html`${problemLine(problem)}${isShown ? html`<div class="help">${help}</div>` : nothing}`;
}

function helpText({ help }: FieldParts): string | undefined {
  return typeof help === 'string' ? help : undefined;
}

function typedIn(event: Event): string {
  const { currentTarget } = event;
  return currentTarget && 'value' in currentTarget ? String(currentTarget.value) : '';
}
