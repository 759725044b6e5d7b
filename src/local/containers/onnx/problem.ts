/** A request that can't be answered as asked: the message becomes the body of the response. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  /** HTTP status of the response. */
  readonly statusCode: number;

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

/** The status that an error asks for by a member `statusCode`, as handlers of models may throw it. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  const isErrorStatus = Number.isInteger(statusCode) && Number(statusCode) >= 400 && Number(statusCode) <= 599;
  return isErrorStatus ? Number(statusCode) : undefined;
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
