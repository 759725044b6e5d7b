import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { live } from 'lit/directives/live.js';
import { formatShare, formatWeight, parseWeight } from '../../hosting/variants.ts';
import { bareTextField, problemLine } from './fields.ts';

/** A variant among those that share the traffic. */
export interface WeightedVariant {
  /** Unique on the page. */
  readonly id: string;
  readonly name: string;
  /** As typed. */
  readonly weight: string;
  /** Between 0 and 1; undefined when nothing says where the traffic goes. */
  readonly share: number | undefined;
  /** The share it has now, where that is another. */
  readonly before?: number | undefined;
  readonly problem?: string | undefined;
}

/** Sliders for weights. */
export interface WeightSlidersParts {
  readonly variants: readonly WeightedVariant[];
  /** The weight at the sliders' right end. */
  readonly range: number;
  readonly isDisabled?: boolean;
  readonly onWeight: (index: number, text: string) => void;
  /** Someone turned to this variant. */
  readonly onSelect: (index: number) => void;
}

/** Chart colours there are before they repeat. */
const TONES = 5;

/** A row for each variant: name, slider, the weight as a number, and the share it comes to. */
export function weightSliders(parts: WeightSlidersParts): TemplateResult {
  return html`<div class="weight-rows">
    <div class="weight-row weight-head" aria-hidden="true">
      <span>Variant</span><span class="for-slider"></span><span class="for-number">Weight</span><span class="share">Share</span>
    </div>
    ${parts.variants.map((variant, index) => weightRow(variant, index, parts))}
  </div>`;
}

/** A part of the traffic. */
export interface TrafficPart {
  readonly name: string;
  readonly share: number | undefined;
}

/** A bar that shows how the traffic is split. */
export function splitBar(label: string, parts: readonly TrafficPart[]): TemplateResult {
  return html`<div class="split" role="img" aria-label=${`${label}: ${parts.map(partInWords).join(', ')}`}>
    ${parts.map((part, index) => {
      const { share = 0 } = part;
      const classes = { part: true, nothing: share === 0, ...toneClasses(index) };
      return html`<div class=${classMap(classes)} .style=${`flex-grow: ${share}`} title=${partInWords(part)}></div>`;
    })}
  </div>`;
}

/** What the colours of a bar stand for; the bar itself has said it to assistive technology. */
export function splitLegend(parts: readonly TrafficPart[]): TemplateResult {
  return html`<div class="legend" aria-hidden="true">
    ${parts.map(
      (part, index) =>
        html`<span class=${classMap({ entry: true, ...toneClasses(index) })}
          ><span class="swatch"></span>${partInWords(part)}</span
        >`,
    )}
  </div>`;
}

/** All shares in words, for a live region. */
export function sharesInWords(variants: readonly WeightedVariant[]): string {
  return variants
    .map(({ name, share }) => (share === undefined ? '' : `${name} ${formatShare(share)}`))
    .filter(Boolean)
    .join(', ');
}

/** The classes that colour what belongs to a variant. */
function toneClasses(index: number): Record<string, boolean> {
  return { [`tone-${index % TONES}`]: true, hatched: index >= TONES };
}

function partInWords({ name, share }: TrafficPart): string {
  return `${name} ${share === undefined ? 'none' : formatShare(share)}`;
}

function weightRow(variant: WeightedVariant, index: number, parts: WeightSlidersParts): TemplateResult {
  const { range, isDisabled = false, onWeight, onSelect } = parts;
  const typed = parseWeight(variant.weight);
  const weight = typed ?? 0;
  const share = variant.share === undefined || typed === undefined ? '–' : formatShare(variant.share);
  const slide = (event: Event) => {
    if (event.target instanceof HTMLInputElement) onWeight(index, formatWeight(event.target.valueAsNumber));
  };
  return html`<div
    class=${classMap({ 'weight-row': true, ...toneClasses(index) })}
    @focusin=${() => onSelect(index)}
  >
    <span class="name"><span class="swatch"></span><span title=${variant.name}>${variant.name}</span></span>
    <input
      class="slider"
      type="range"
      min="0"
      max=${range}
      step=${range / 100}
      .value=${live(String(weight))}
      .style=${`--filled: ${(Math.min(weight, range) / range) * 100}%`}
      ?disabled=${isDisabled}
      aria-label=${`Weight of ${variant.name}`}
      aria-valuetext=${share}
      @input=${slide}
    />
    ${bareTextField({
      id: `${variant.id}-weight`,
      label: `Weight of ${variant.name} as a number`,
      value: variant.weight,
      problem: variant.problem,
      onInput: (text) => onWeight(index, text),
    })}
    <span class="share">${before(variant)}${share}</span>
    ${problemLine(variant.problem)}
  </div>`;
}

function before({ before: share }: WeightedVariant): TemplateResult | typeof nothing {
  return share === undefined ? nothing : html`<span class="before">${formatShare(share)} → </span>`;
}
