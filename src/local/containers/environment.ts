import { containerContract } from '../../api/containerContract.ts';

/**
 * What a program needs to find its way on this machine. Nothing else is passed on: the service's own environment may hold
 * credentials, and a model's program has no business with them.
 */
const inherited = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  // Windows
  'SYSTEMROOT',
  'WINDIR',
  'SYSTEMDRIVE',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);

/** The part of the service's environment that a container may see. */
export function inheritedEnvironment(own: NodeJS.ProcessEnv): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (inherited.has(upper) || upper.startsWith('LC_'))) passed[name] = value;
  }
  return passed;
}

/** What the container contract promises a program, on top of the model's own Environment. */
export function contractEnvironment(port: number, modelDirectory: string): Record<string, string> {
  return { [containerContract.portVariable]: String(port), SAGEMAKER_MODEL_DIR: modelDirectory };
}
