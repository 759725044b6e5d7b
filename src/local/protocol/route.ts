import { PAYLOAD_LIMIT_BYTES } from '../../api/runtime.ts';

/** Most bytes of a control-plane request. */
const CONTROL_LIMIT_BYTES = 1024 * 1024;

/** How a runtime request wants its answer. */
export type InvocationStyle = 'invocations' | 'invocations-response-stream' | 'async-invocations';

/** What a request line asks for, and the form in which its errors are told. */
export type Route =
  | { readonly kind: 'control'; readonly dialect: 'json' }
  | {
      readonly kind: 'invoke';
      readonly dialect: 'rest';
      readonly style: InvocationStyle;
      readonly endpointName: string;
    }
  | { readonly kind: 'unknown'; readonly dialect: Dialect };

/** JSON 1.1 for the control plane, REST-JSON for the runtime. */
export type Dialect = 'json' | 'rest';

const styles: readonly InvocationStyle[] = ['invocations', 'invocations-response-stream', 'async-invocations'];

/** What a request line asks for. Never throws. */
export function routeOf(method: string, target: string): Route {
  const path = target.split('?', 1)[0] ?? '';
  if (path === '/' || path === '') return method === 'POST' ? { kind: 'control', dialect: 'json' } : unknown('json');
  const [, root, name = '', last, ...rest] = path.split('/');
  const style = styles.find((candidate) => candidate === last);
  const endpointName = decode(name);
  if (method !== 'POST' || root !== 'endpoints' || !style || endpointName === undefined || rest.length > 0) {
    return unknown(root === 'endpoints' ? 'rest' : 'json');
  }
  return { kind: 'invoke', dialect: 'rest', style, endpointName };
}

/** Most bytes that a request of this route may bring. */
export function bodyLimit(route: Route): number {
  return route.kind === 'invoke' ? PAYLOAD_LIMIT_BYTES : CONTROL_LIMIT_BYTES;
}

function unknown(dialect: Dialect): Route {
  return { kind: 'unknown', dialect };
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
