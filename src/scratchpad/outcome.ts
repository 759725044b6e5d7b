import { STATUS_CODES } from 'node:http';
import type { InvokeResponse } from '../hosting/hosting.ts';
import { modelAnswer, modelAnswerHint, type SentRequest } from '../hosting/modelError.ts';
import type { ProblemContext } from '../hosting/problem.ts';
import { explain } from '../hosting/problems.ts';
import { responseBody } from './bodyText.ts';
import type { AnsweredOutcome, Outcome, ProblemView } from './messages.ts';

/** Most characters of a model's words that the page is given. */
const SHOWN_WORDS = 100_000;

/** A response as the page shows it. */
export function answeredOutcome(response: InvokeResponse): AnsweredOutcome {
  const { status, headers, body, contentType, invokedProductionVariant, latencyMs } = response;
  return {
    kind: 'answered',
    status,
    reason: STATUS_CODES[status] ?? '',
    ...(invokedProductionVariant === undefined ? {} : { variant: invokedProductionVariant }),
    latencyMs,
    size: body.length,
    contentType,
    headers: Object.entries(headers).sort(([a], [b]) => a.localeCompare(b)),
    body: responseBody(body, contentType),
  };
}

/** A failed request as the page shows it: the model's own words, or what went wrong on the way to it. */
export function failedOutcome(error: unknown, sent: SentRequest, context: ProblemContext): Outcome {
  const answer = modelAnswer(error);
  if (!answer) return { kind: 'problem', problem: problemView(error, context) };
  const { status, words, logStreamArn } = answer;
  const hint = modelAnswerHint(status, sent);
  return {
    kind: 'modelError',
    words: words.length > SHOWN_WORDS ? `${words.slice(0, SHOWN_WORDS)}…` : words,
    ...(status === undefined ? {} : { status, reason: STATUS_CODES[status] ?? '' }),
    ...(logStreamArn === undefined ? {} : { logStreamArn }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** An error in the page's form. */
export function problemView(error: unknown, context: ProblemContext): ProblemView {
  const { title, detail, next } = explain(error, context);
  return next === undefined ? { title, detail } : { title, detail, next };
}
