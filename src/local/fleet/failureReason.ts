import type { ContainerExit } from '../containers/container.ts';

/** Most characters of a FailureReason (API: `FailureReason`). */
export const MAX_FAILURE_REASON = 1_024;

/**
 * Why an instance did not become healthy: SageMaker's sentence, what happened, and the last of what the program wrote.
 * @param why a sentence
 * @param output the program's last lines, oldest first
 */
export function failedPingReason(variantName: string, why: string, output: readonly string[]): string {
  const head = clip(
    `The primary container for production variant ${variantName} did not pass the ping health check. ${why}`,
    MAX_FAILURE_REASON,
  );
  const written = output.join('\n').trim();
  const introduction = ' The last lines of its output:\n';
  const room = MAX_FAILURE_REASON - head.length - introduction.length;
  if (written === '' || room < 40) return head;
  return head + introduction + (written.length > room ? `…${written.slice(written.length - room + 1)}` : written);
}

/** How a program ended, as a sentence. */
export function exitSentence({ code, signal }: ContainerExit): string {
  if (signal) return `Its program was ended by ${signal}.`;
  return code === null ? 'Its program could not be started.' : `Its program exited with code ${code}.`;
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
