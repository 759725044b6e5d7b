import { endpointAbilities, endpointMood } from '../hosting/endpointState.ts';
import type { ResourceSummary } from '../hosting/hosting.ts';
import type { DescriptionState } from './descriptions.ts';
import type { ResourceElement } from './elements.ts';
import { type RowView, type Token, troubleIcon } from './rowView.ts';
import { endpointFacts, endpointLine, present, timeText } from './texts.ts';

/** The row of an endpoint: its state, and the traffic of its variants once they are known. */
export function endpointView(
  { name }: ResourceElement,
  summary: ResourceSummary | undefined,
  state: DescriptionState,
): RowView {
  const endpoint =
    state.kind === 'loaded' && state.description.kind === 'endpoint' ? state.description.value : undefined;
  const problem = state.kind === 'failed' ? state.problem : undefined;
  const status = endpoint?.EndpointStatus ?? summary?.status;
  const line = problem?.title ?? (endpoint === undefined ? (status ?? '') : endpointLine(endpoint));
  return {
    label: name,
    description: line,
    icon: problem === undefined ? moodIcons[endpointMood(status)] : troubleIcon,
    tooltip: {
      title: name,
      facts:
        endpoint === undefined
          ? present([
              ['Problem', problem?.detail],
              ['Status', problem === undefined ? status : undefined],
              ['Created', timeText(summary?.creationTime)],
              ['ARN', summary?.arn],
            ])
          : endpointFacts(endpoint),
    },
    tokens: endpointTokens(status, endpoint?.ProductionVariants?.length),
    children: 'collapsed',
    spoken: `Endpoint ${name}, ${line}`,
  };
}

const moodIcons = {
  good: { id: 'pass-filled', color: 'testing.iconPassed' },
  busy: { id: 'loading~spin', color: 'charts.yellow' },
  bad: { id: 'error', color: 'testing.iconFailed' },
  idle: { id: 'circle-slash', color: 'disabledForeground' },
} as const;

/** A lone variant has all the traffic there is; where the variants are not known yet, the form will tell. */
function endpointTokens(status: ResourceSummary['status'], variants: number | undefined) {
  const able = endpointAbilities(status);
  const tokens: Token[] = ['resource'];
  if (able.invoke) tokens.push('canInvoke');
  if (able.update && variants !== 1) tokens.push('canShift');
  if (able.update) tokens.push('canUpdate');
  if (able.delete) tokens.push('canDelete');
  return tokens;
}
