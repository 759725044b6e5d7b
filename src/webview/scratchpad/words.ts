import type { EndpointStatus } from '../../api/endpoints.ts';
import { formatShare } from '../../hosting/variants.ts';
import type { Exchange, Outcome, VariantChoice } from '../../scratchpad/messages.ts';

/** A size for a person: `140 B`, `1.2 KB`, `12.3 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Number((bytes / 1024).toFixed(1))} KB`;
  return `${Number((bytes / (1024 * 1024)).toFixed(1))} MB`;
}

/** A duration in milliseconds for a person: `8.4 ms`, `120 ms`, `1.25 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${Number(milliseconds.toFixed(1))} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${Number((milliseconds / 1000).toFixed(2))} s`;
}

/** Milliseconds that go by, in seconds with one decimal: `0.5 s`. */
export function formatElapsed(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
}

/** A variant with its share: `champion · 95 %`. */
export function variantLabel({ name, share }: VariantChoice): string {
  return share === undefined ? name : `${name} · ${formatShare(share)}`;
}

/** What an endpoint's state means for a request; undefined where it is simply in service. */
export function stateAdvice(status: EndpointStatus): { severity: 'info' | 'warning'; text: string } | undefined {
  switch (status) {
    case 'InService':
      return undefined;
    case 'Updating':
    case 'SystemUpdating':
    case 'RollingBack':
      return { severity: 'info', text: 'It is changing and answers meanwhile.' };
    case 'UpdateRollbackFailed':
      return { severity: 'warning', text: 'Its last update failed half-way; it may not answer.' };
    case 'Creating':
      return { severity: 'warning', text: 'It does not answer before it is in service.' };
    case 'Deleting':
      return { severity: 'warning', text: 'It is being deleted and may not answer.' };
    case 'Failed':
    case 'OutOfService':
      return { severity: 'warning', text: 'It does not answer.' };
  }
}

/** What a screen reader says when the request's state changes. */
export function announcement(exchange: Exchange): string {
  switch (exchange.kind) {
    case 'none':
      return '';
    case 'underWay':
      return 'Sending the request.';
    case 'ended':
      return outcomeWords(exchange.outcome);
  }
}

function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'answered': {
      const { status, reason, variant, latencyMs, size } = outcome;
      const from = variant === undefined ? '' : ` from variant ${variant}`;
      return `Response ${status} ${reason}${from} after ${formatDuration(latencyMs)}, ${formatSize(size)}.`;
    }
    case 'modelError':
      return `${modelErrorTitle(outcome.status, outcome.reason)}: ${outcome.words.slice(0, 500)}`;
    case 'problem':
      return `${outcome.problem.title}. ${outcome.problem.detail}`;
    case 'cancelled':
      return 'The request was cancelled.';
  }
}

/** `The model answered 400 Bad Request`. */
export function modelErrorTitle(status: number | undefined, reason: string | undefined): string {
  if (status === undefined) return 'The model answered with an error';
  return `The model answered ${status}${reason ? ` ${reason}` : ''}`;
}
