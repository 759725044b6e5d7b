/** What an Authorization header claims. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** Lower case, sorted as the signer listed them. */
  readonly signedHeaders: readonly string[];
  /** 64 hexadecimal digits. */
  readonly signature: string;
}

/** What a signature is good for. */
interface CredentialScope {
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** An Authorization header, read. */
export type Authorization =
  | { readonly kind: 'claim'; readonly claim: SignatureClaim }
  /** None, or one of another scheme. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'incomplete'; readonly problem: string };

const ALGORITHM = 'AWS4-HMAC-SHA256';
const parameterNames = ['Credential', 'SignedHeaders', 'Signature'] as const;
const MAX_SIGNED_HEADERS = 100;

/** Reads an Authorization header by Signature Version 4's grammar, strictly. Never throws. */
export function readAuthorization(header: string | undefined): Authorization {
  if (header === undefined || (header !== ALGORITHM && !header.startsWith(`${ALGORITHM} `))) return { kind: 'missing' };
  const parameters = readParameters(header.slice(ALGORITHM.length));
  if (!parameters) return incomplete('Authorization header has a parameter that is not of the form name=value.');
  const missing = parameterNames.filter((name) => !parameters.get(name));
  if (missing.length > 0) {
    return incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  return readClaim(parameters);
}

function readClaim(parameters: ReadonlyMap<string, string>): Authorization {
  const credential = readCredential(parameters.get('Credential') ?? '');
  if (!credential) {
    return incomplete('Credential must have exactly 5 elements: keyid/date/region/service/aws4_request.');
  }
  const signedHeaders = (parameters.get('SignedHeaders') ?? '').split(';');
  if (signedHeaders.length > MAX_SIGNED_HEADERS || !signedHeaders.every(isLowerCaseHeaderName)) {
    return incomplete('SignedHeaders must be lower-case header names, separated by semicolons.');
  }
  if (new Set(signedHeaders).size !== signedHeaders.length) return incomplete('SignedHeaders names a header twice.');
  const signature = parameters.get('Signature') ?? '';
  if (!/^[0-9a-f]{64}$/u.test(signature)) return incomplete('Signature must be 64 lower-case hexadecimal digits.');
  return { kind: 'claim', claim: { ...credential, signedHeaders, signature } };
}

/** Undefined where a part is no `name=value`, unknown, or given twice. */
function readParameters(text: string): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const part of text.split(',')) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const [name = '', ...values] = trimmed.split('=');
    if (values.length !== 1 || parameters.has(name) || !parameterNames.some((known) => known === name))
      return undefined;
    parameters.set(name, values[0] ?? '');
  }
  return parameters;
}

function readCredential(text: string): Pick<SignatureClaim, 'accessKeyId' | 'scope'> | undefined {
  const [accessKeyId = '', date = '', region = '', service = '', terminator, ...rest] = text.split('/');
  if (rest.length > 0 || terminator !== 'aws4_request') return undefined;
  if (!/^[\w-]{1,128}$/u.test(accessKeyId) || !/^\d{8}$/u.test(date)) return undefined;
  if (!/^[a-z0-9-]{1,64}$/u.test(region) || !/^[a-z0-9-]{1,64}$/u.test(service)) return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

function isLowerCaseHeaderName(name: string): boolean {
  return /^[a-z0-9!#$%&'*+.^_`|~-]{1,256}$/u.test(name);
}

function incomplete(problem: string): Authorization {
  return { kind: 'incomplete', problem };
}
