import type { itemTokens } from '../manifest.ts';
import type { Fact } from './texts.ts';

/** A word of a row's `contextValue`. */
export type Token = keyof typeof itemTokens;

/** What a row looks like. */
export interface RowView {
  readonly label: string;
  readonly description?: string;
  /** A codicon and a theme colour. */
  readonly icon: { readonly id: string; readonly color?: string };
  readonly tooltip?: { readonly title: string; readonly facts: readonly Fact[] };
  readonly tokens?: readonly Token[];
  /** How it starts where it has rows beneath. */
  readonly children: 'none' | 'collapsed' | 'expanded';
  /** What a screen reader says. */
  readonly spoken: string;
}

/** The icon of what could not be fetched. */
export const troubleIcon = { id: 'warning', color: 'list.warningForeground' } as const;
