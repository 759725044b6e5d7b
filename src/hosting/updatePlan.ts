import { sharesOf } from './variants.ts';

/** A production variant of an endpoint configuration. */
export interface ConfigVariant {
  readonly name: string;
  readonly model: string;
  readonly instanceType: string | undefined;
  readonly instances: number;
  readonly weight: number;
}

/** What a live variant has been set to. */
export interface LiveSettings {
  readonly name: string;
  readonly weight: number;
  readonly instances: number;
}

/** What an update to another configuration does to one variant. */
export interface VariantChange {
  readonly name: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
  /** For a person, such as `model a → b`; empty unless changed or added. */
  readonly details: readonly string[];
}

/** A variant after an update. */
export interface VariantAfter extends LiveSettings {
  /** Between 0 and 1; undefined when no variant has a weight above 0. */
  readonly share: number | undefined;
}

/** What an update to another configuration does. */
export interface UpdatePlan {
  readonly changes: readonly VariantChange[];
  /** With the new configuration's own weights and instance counts, as UpdateEndpoint does by default. */
  readonly replaced: readonly VariantAfter[];
  /** With live weights and instance counts kept (RetainAllVariantProperties), matched by variant name. */
  readonly retained: readonly VariantAfter[];
  /** Whether the two differ, so that there is something to choose. */
  readonly hasChoice: boolean;
}

/** Tells what UpdateEndpoint would do. */
export function planUpdate(
  current: readonly ConfigVariant[],
  live: readonly LiveSettings[],
  next: readonly ConfigVariant[],
): UpdatePlan {
  const replaced = withShares(next);
  const retained = withShares(next.map((variant) => live.find(({ name }) => name === variant.name) ?? variant));
  return {
    changes: [
      ...next.map((variant) =>
        changeOf(
          current.find(({ name }) => name === variant.name),
          variant,
        ),
      ),
      ...current.filter(({ name }) => !next.some((variant) => variant.name === name)).map(removal),
    ],
    replaced,
    retained,
    hasChoice: replaced.some((variant, index) => !isSameAfter(variant, retained[index])),
  };
}

function changeOf(before: ConfigVariant | undefined, after: ConfigVariant): VariantChange {
  if (!before) return { name: after.name, kind: 'added', details: [`model ${after.model}`, capacity(after)] };
  const details = [
    ...(before.model === after.model ? [] : [`model ${before.model} → ${after.model}`]),
    ...(before.instanceType === after.instanceType
      ? []
      : [`instance type ${before.instanceType ?? 'none'} → ${after.instanceType ?? 'none'}`]),
  ];
  return { name: after.name, kind: details.length > 0 ? 'changed' : 'same', details };
}

function removal({ name }: ConfigVariant): VariantChange {
  return { name, kind: 'removed', details: [] };
}

function capacity({ instances, instanceType }: ConfigVariant): string {
  return instanceType === undefined ? 'serverless' : `${instances} × ${instanceType}`;
}

function withShares(variants: readonly LiveSettings[]): VariantAfter[] {
  const shares = sharesOf(variants.map(({ weight }) => weight));
  return variants.map(({ name, weight, instances }, index) => ({ name, weight, instances, share: shares?.[index] }));
}

function isSameAfter(a: VariantAfter, b: VariantAfter | undefined): boolean {
  return b !== undefined && a.instances === b.instances && Math.abs((a.share ?? -1) - (b.share ?? -1)) < 1e-6;
}
