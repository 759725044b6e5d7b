/** Names for new resources, made from what is at hand. */

/** Most characters of a resource's name (API: `EndpointName`). */
const MAX_LENGTH = 63;

/** Folders and files named so say nothing about the model in them. */
const generic = /^(model|models|artifacts?|assets|bin|build|code|data|dist|export|out|output|outputs|target|v?\d+)$/i;

/** What an artifact's location suggests. */
export interface ProposedNames {
  readonly endpoint: string;
  readonly variant: string;
}

/**
 * Names for the endpoint and for its variant: `language-id` and `lande-fp32` for `language-id/artifacts/lande-fp32.tar.gz`,
 * `churn` and `variant-1` for `churn/model.tar.gz`.
 * @param variantNumber counted from 1, for where the location names no variant
 */
export function proposedNames(artifactUrl: string, variantNumber = 1): ProposedNames {
  const [file = '', ...folders] = segmentsFromTheEnd(artifactUrl);
  const stem = resourceNameFrom(file.replace(/\.(tar\.gz|tgz|onnx)$/i, ''));
  const parent = folders[0] ?? '';
  const telling = folders.find((folder) => !generic.test(folder));
  const numbered = `variant-${variantNumber}`;
  if (stem === '' || generic.test(stem))
    return { endpoint: resourceNameFrom(telling ?? '') || 'endpoint', variant: numbered };
  const project = generic.test(parent) && telling !== undefined ? resourceNameFrom(telling) : '';
  return project === '' || project === stem
    ? { endpoint: stem, variant: numbered }
    : { endpoint: project, variant: stem };
}

/** The nearest valid resource name; empty where nothing of the text can be one. */
export function resourceNameFrom(text: string): string {
  return cut(
    text
      .normalize('NFKD')
      .replaceAll(/[^a-zA-Z0-9]+/g, '-')
      .replace(/^-+/, ''),
    MAX_LENGTH,
  );
}

/** The name itself, or with the first number behind it that makes it free. */
export function freeName(base: string, isTaken: (name: string) => boolean): string {
  return namesLike(base).find((name) => !isTaken(name)) ?? base;
}

/** `name`, `name-2`, `name-3` and so on, each within the length of a name. */
export function namesLike(base: string): string[] {
  const numbered = Array.from({ length: 998 }, (_, index) => `-${index + 2}`);
  return [cut(base, MAX_LENGTH), ...numbered.map((suffix) => cut(base, MAX_LENGTH - suffix.length) + suffix)];
}

/** Two names in one, with room for both: the longer one gives way. */
export function joinedName(first: string, second: string): string {
  const room = MAX_LENGTH - 1;
  const half = Math.floor(room / 2);
  const firstLength = Math.max(half, room - second.length);
  const start = cut(first, firstLength);
  return `${start}-${cut(second, room - start.length)}`;
}

/** Characters of an endpoint's name that every name joined to it begins with. */
export function commonStart(endpointName: string): string {
  return cut(endpointName, Math.floor((MAX_LENGTH - 1) / 2) - 4);
}

function cut(name: string, length: number): string {
  return name.slice(0, length).replace(/-+$/, '');
}

function segmentsFromTheEnd(url: string): string[] {
  return url
    .replace(/^[a-z0-9+.-]+:\/\//i, '')
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode)
    .reverse();
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
