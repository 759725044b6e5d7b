import { noChange } from 'lit';
import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';

/**
 * Gives the control inside a vscode-element what assistive technology should know beyond its label: the field's help or problem.
 * The element's own API has no place for it.
 */
class Described extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('described belongs on an element.');
  }

  override render(_description: string | undefined, _isInvalid: boolean): unknown {
    return noChange;
  }

  override update(part: ElementPart, [description, isInvalid]: Parameters<this['render']>): unknown {
    void describe(part.element, description, isInvalid);
    return noChange;
  }
}

async function describe(element: Element, description: string | undefined, isInvalid: boolean): Promise<void> {
  if ('updateComplete' in element) await element.updateComplete;
  const control = element.shadowRoot?.querySelector('input, [role="combobox"]');
  if (!control) return;
  control.setAttribute('aria-invalid', String(isInvalid));
  if (description === undefined) control.removeAttribute('aria-description');
  else control.setAttribute('aria-description', description);
}

/** See Described. */
export const described = directive(Described);
