/** What can be told of anything thrown. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Node's error code, from the error or its cause. */
  readonly code: string;
  readonly status: number | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Reads what an error of the SDK, of Node or of ours tells. Never throws. */
export function factsOf(error: unknown): ErrorFacts {
  if (typeof error !== 'object' || error === null) {
    return { name: '', message: String(error), code: '', status: undefined, fields: {} };
  }
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(
    ['name', 'message', 'Message', 'code', '$metadata', 'OriginalStatusCode', 'OriginalMessage', 'LogStreamArn'].map(
      (key) => [key, Reflect.get(error, key)],
    ),
  );
  return {
    name: text(fields.name),
    message: text(fields.message) || text(fields.Message) || innerMessage(error) || 'There is no further explanation.',
    code: codeOf(error, 0),
    status: statusOf(fields.$metadata),
    fields,
  };
}

/** Node's code of an error, of its cause, or of the first of several. */
function codeOf(error: unknown, depth: number): string {
  if (typeof error !== 'object' || error === null || depth > 4) return '';
  const own = text(Reflect.get(error, 'code'));
  if (own !== '') return own;
  const inner = Reflect.get(error, 'cause') ?? (error instanceof AggregateError ? error.errors[0] : undefined);
  return codeOf(inner, depth + 1);
}

function innerMessage(error: object): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : Reflect.get(error, 'cause');
  return first instanceof Error ? first.message : '';
}

function statusOf(metadata: unknown): number | undefined {
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
