/** Traffic among production variants. Weights are relative: a variant's share is its weight divided by the sum of all weights. */

/** A canary's share of the traffic, in percent, as the forms offer it. */
export const CANARY_PERCENT = 5;

/** The top of a weight slider that is read as percent. */
export const PERCENT_RANGE = 100;

/**
 * Each variant's share of the traffic, between 0 and 1.
 * @param weights finite, 0 or more
 * @returns undefined when no weight is above 0, for then nothing says where the traffic goes
 */
export function sharesOf(weights: readonly number[]): number[] | undefined {
  const largest = Math.max(0, ...weights);
  if (largest === 0) return undefined;
  const sum = sumOf(weights);
  if (!Number.isFinite(sum)) return sharesOf(weights.map((weight) => weight / largest));
  return weights.map((weight) => weight / sum);
}

/** Equal weights that read as percent where the count allows it. */
export function evenWeights(count: number): number[] {
  return Array.from({ length: count }, () => Math.max(1, Math.floor(PERCENT_RANGE / count)));
}

/** Weights that give one variant exactly the canary's share and the others equal parts of the rest: 95 and 5 for two. */
export function canaryWeights(count: number, canary: number): number[] {
  const others = count - 1;
  if (others < 1) return evenWeights(count);
  return Array.from({ length: count }, (_, index) =>
    index === canary ? CANARY_PERCENT * others : PERCENT_RANGE - CANARY_PERCENT,
  );
}

/** The weight a variant gets that joins others: equal ones stay equal, among unequal ones it starts in the middle. */
export function weightsWithOneMore(weights: readonly number[]): number[] {
  const [first] = weights;
  if (first === undefined) return [PERCENT_RANGE];
  if (weights.every((weight) => weight === first)) return evenWeights(weights.length + 1);
  const mean = weights.reduce((total, weight) => total + weight / weights.length, 0);
  return [...weights, roundWeight(mean)];
}

/** A share for a person, such as `95 %`: one decimal where it has one, and never 0 or 100 for what is not. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  if (percent < 100 && percent > 99.9) return '>99.9 %';
  return `${Number(percent.toFixed(1))} %`;
}

/** A weight as a person would type it. The service keeps weights in single precision: 0.05 comes back as 0.0500000007. */
export function formatWeight(weight: number): string {
  return String(roundWeight(weight));
}

/**
 * Reads a typed weight.
 * @returns undefined when the text is no decimal number of 0 or more
 */
export function parseWeight(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return undefined;
  const weight = Number(trimmed);
  return Number.isFinite(weight) ? weight : undefined;
}

/**
 * The top of a slider that all weights fit below.
 * @param atLeast what the range already is: it never shrinks while someone drags
 */
export function sliderRange(weights: readonly number[], atLeast: number): number {
  const largest = Math.max(0, ...weights);
  return largest <= atLeast ? atLeast : powerOfTenAbove(largest);
}

/** A slider's range for weights that are already in use: 1 for 0.95 and 0.05, 100 for 95 and 5. */
export function naturalRange(weights: readonly number[]): number {
  const largest = Math.max(0, ...weights);
  return largest === 0 ? PERCENT_RANGE : powerOfTenAbove(largest);
}

/** Whether two sets of weights divide the traffic alike. */
export function sameShares(a: readonly number[], b: readonly number[]): boolean {
  const sharesOfA = sharesOf(a);
  const sharesOfB = sharesOf(b);
  if (!sharesOfA || !sharesOfB) return sharesOfA === sharesOfB;
  return (
    sharesOfA.length === sharesOfB.length &&
    sharesOfA.every((share, index) => Math.abs(share - (sharesOfB[index] ?? Number.NaN)) < 1e-6)
  );
}

function sumOf(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0);
}

function powerOfTenAbove(value: number): number {
  return 10 ** Math.ceil(Math.log10(value) - 1e-9);
}

function roundWeight(weight: number): number {
  return Number(weight.toPrecision(6));
}
