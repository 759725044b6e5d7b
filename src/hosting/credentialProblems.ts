import type { ErrorFacts } from './errorFacts.ts';
import type { Problem, ProblemContext } from './problem.ts';

const expiredNames = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
  'UnauthorizedSSOTokenError',
]);
const refusedNames = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorizedException',
]);

/** Credentials that are missing, expired or refused. */
export function credentialProblem(facts: ErrorFacts, { profile }: ProblemContext): Problem | undefined {
  const { name, message } = facts;
  const whose = profile === undefined ? 'the default credentials' : `profile ${profile}`;
  if (
    expiredNames.has(name) ||
    (isProviderError(name) && /expired|refresh this SSO session|aws sso login/i.test(message))
  ) {
    return {
      kind: 'expiredCredentials',
      title: /expired/i.test(message) ? 'Credentials have expired' : 'Not signed in',
      detail: message.replace(/ ?To refresh this SSO session run .*$/s, ''),
      next: signIn(profile, message),
    };
  }
  if (isProviderError(name)) {
    return {
      kind: 'noCredentials',
      title: `No credentials from ${whose}`,
      detail: message,
      next:
        profile === undefined
          ? 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID before VS Code starts, or add a connection with a profile.'
          : `Check profile ${profile} in your AWS configuration, or sign in (aws sso login --profile ${profile}), then refresh.`,
    };
  }
  if (refusedNames.has(name)) {
    return {
      kind: 'noCredentials',
      title: 'AWS does not know these credentials',
      detail: message,
      next: `Check the access key of ${whose}, then refresh.`,
    };
  }
  if (name === 'InvalidSignatureException' || name === 'SignatureDoesNotMatch' || name === 'RequestTimeTooSkewed') {
    return {
      kind: 'noCredentials',
      title: 'The signature was refused',
      detail: message,
      next: `Check the secret access key of ${whose} and this machine’s clock, then refresh.`,
    };
  }
  return undefined;
}

function signIn(profile: string | undefined, message: string): string {
  const command = profile === undefined ? 'aws sso login' : `aws sso login --profile ${profile}`;
  return /sso/i.test(message)
    ? `Run ${command} in a terminal, then refresh.`
    : `Renew them (for IAM Identity Center: ${command}), then refresh.`;
}

function isProviderError(name: string): boolean {
  return name === 'CredentialsProviderError' || name === 'TokenProviderError' || name === 'ProviderError';
}
