/** Names, without extension, that people give to a payload to begin with. */
const firstNames = new Set(['example', 'sample', 'input', 'request', 'payload']);

/** What a payload to begin with is chosen from; paths with slashes. */
export interface PayloadCandidates {
  /** Payload files that open editors show, the active one first. */
  readonly open: readonly string[];
  /** Files in folders that are named for payloads. */
  readonly filed: readonly string[];
}

/** The payload to begin with: the one somebody looks at, else one that is called an example, else the first. */
export function firstPayload({ open, filed }: PayloadCandidates): string | undefined {
  const sorted = [...filed].sort((a, b) => a.localeCompare(b));
  return open[0] ?? sorted.find((path) => firstNames.has(stemOf(path))) ?? sorted[0];
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\..*$/u, '');
}
