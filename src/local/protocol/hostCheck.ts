/**
 * Whether a Host header names this very service. A page that a browser loaded from elsewhere can point its own name at
 * 127.0.0.1 (DNS rebinding), but it can't make the browser send another Host.
 */
export function isOwnHost(host: string | undefined, port: number): boolean {
  if (host === undefined) return false;
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  const own = names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));
  return own.includes(host.toLowerCase());
}
