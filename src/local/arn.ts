import { LOCAL_ACCOUNT, LOCAL_REGION } from '../api/local.ts';

/** The kinds of resource that Local keeps, as their ARNs name them. */
const resourceKinds = ['model', 'endpoint-config', 'endpoint'] as const;

/** A kind of resource, as its ARN names it. */
export type ResourceKind = (typeof resourceKinds)[number];

const arnPrefix = `arn:aws:sagemaker:${LOCAL_REGION}:${LOCAL_ACCOUNT}:`;

/** The ARN of one of Local's resources. */
export function localArn(kind: ResourceKind, name: string): string {
  return `${arnPrefix}${kind}/${name}`;
}

/** What an ARN of Local's names; undefined where it is none. */
export function parseLocalArn(arn: string): { readonly kind: ResourceKind; readonly name: string } | undefined {
  if (!arn.startsWith(arnPrefix)) return undefined;
  const [kindText, name, ...rest] = arn.slice(arnPrefix.length).split('/');
  const kind = resourceKinds.find((candidate) => candidate === kindText);
  return kind && name && rest.length === 0 ? { kind, name } : undefined;
}
