/** An error that the service answers a request with, in SageMaker's own terms. */
export class ServiceError extends Error {
  /** The error's code, such as `ValidationException` or `ModelError`. */
  readonly code: string;
  /** The answer's HTTP status. */
  readonly status: number;
  /** Further members of the error's body, such as ModelError's `OriginalMessage`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    status: number,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = options.details ?? {};
  }
}

/** The control plane's refusal of an input or of an unknown resource: HTTP 400. */
export function validationException(message: string, cause?: unknown): ServiceError {
  return new ServiceError('ValidationException', 400, message, { cause });
}
