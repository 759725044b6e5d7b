/** Where a model artifact lies, as a person types it: a path on this machine, or an address. */

/** What a typed path is read against. */
export interface PathBase {
  /** The folder that relative paths begin in, as an absolute path of this machine. */
  readonly folder: string | undefined;
  /** What `~` stands for. */
  readonly home: string;
}

/** A typed location: what CreateModel takes as ModelDataUrl, or what is wrong with it. */
export type ArtifactLocation =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly problem: string };

/** Reads a typed location. Paths become `file:///` addresses, addresses stay as they are. */
export function artifactLocation(typed: string, base: PathBase): ArtifactLocation {
  const text = typed.trim();
  if (text === '') return { ok: false, problem: 'Choose or enter an artifact.' };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) return { ok: true, url: text };
  if (text === '~' || /^~[\\/]/.test(text)) return { ok: true, url: fileUrl(base.home + text.slice(1)) };
  if (isAbsolute(text)) return { ok: true, url: fileUrl(text) };
  if (base.folder === undefined) return { ok: false, problem: 'Enter the whole path: no folder is open.' };
  return { ok: true, url: fileUrl(`${base.folder}/${text}`) };
}

/** The shortest text that names a file of this machine: relative to the folder where it is in there. */
export function artifactText(path: string, base: PathBase): string {
  const { folder } = base;
  if (folder === undefined) return path;
  const inside = path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
  return inside ? path.slice(folder.length + 1).replaceAll('\\', '/') : path;
}

/** Whether an address names a file or folder of this machine. */
export function isFileUrl(url: string): boolean {
  return /^file:\/\//i.test(url);
}

/** The `file:///` address of an absolute path, Windows paths included. */
export function fileUrl(path: string): string {
  if (!isWindowsPath(path)) return new URL(`file://${encodeSegments(path.split('/'))}`).href;
  const segments = path.split(/[\\/]/);
  if (path.startsWith('\\\\')) return new URL(`file://${encodeSegments(segments.slice(2))}`).href;
  const [drive = '', ...rest] = segments;
  return new URL(`file:///${drive}/${encodeSegments(rest)}`).href;
}

function encodeSegments(segments: readonly string[]): string {
  return segments.map(encodeURIComponent).join('/');
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || isWindowsPath(path);
}

function isWindowsPath(path: string): boolean {
  return /^([a-z]:[\\/]|\\\\)/i.test(path);
}
