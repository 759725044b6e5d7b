/** The name of a media type, without parameters, in lower case; empty when a header is absent. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The media types of an Accept header in their order; everything when it is absent. */
export function acceptedTypes(accept: string | undefined): readonly string[] {
  return accept === undefined || accept.trim() === '' ? ['*/*'] : accept.split(',').map(mediaType);
}

/** The one media type that an Accept header asks for, if it asks for exactly one. */
export function onlyAcceptedType(accept: string | undefined): string | undefined {
  const [type, ...others] = acceptedTypes(accept);
  return type && others.length === 0 && !type.includes('*') ? type : undefined;
}

/** application/jsonlines and its other names. */
export function isJsonLines(type: string): boolean {
  return ['application/jsonlines', 'application/x-jsonlines', 'application/jsonl', 'application/x-ndjson'].includes(
    type,
  );
}
