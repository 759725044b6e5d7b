/** What kind of trouble an error is. */
export type ProblemKind =
  | 'noCredentials'
  | 'expiredCredentials'
  | 'accessDenied'
  | 'notFound'
  | 'inUse'
  | 'throttled'
  | 'network'
  | 'timeout'
  | 'validation'
  | 'limitExceeded'
  | 'modelError'
  | 'cancelled'
  | 'localFailed'
  | 'untrusted'
  | 'other';

/** An error as a person needs it: what is wrong, the service's own words, and what to do. */
export interface Problem {
  readonly kind: ProblemKind;
  /** A few words, fit for a tree row; no full stop. */
  readonly title: string;
  /** Whole sentences; often the service's own. */
  readonly detail: string;
  /** What to do about it, a whole sentence. */
  readonly next?: string;
}

/** Whom an error befell, to name things in its explanation. */
export interface ProblemContext {
  /** See connectionLabel. */
  readonly connectionLabel?: string;
  readonly profile?: string;
  /** A custom endpoint. */
  readonly endpointUrl?: string;
}
