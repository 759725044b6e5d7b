import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { localKeyVariables } from '../api/local.ts';

/** How the service is to run. */
export interface ServiceOptions {
  readonly dataDirectory: string;
  /** 0: any free port. */
  readonly port: number;
  /** End when standard input ends. */
  readonly stopWithParent: boolean;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly options: ServiceOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly problem: string };

/** Where the process runs, as far as the arguments depend on it. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
}

/** What `--help` prints. */
export const usage = `Usage: node dist/local/main.js [--data DIR] [--port N] [--stop-with-parent]

Serves SageMaker's hosting API on this machine.

  --data DIR          where models, endpoint configurations and endpoints are kept
                      (default: a folder of the user's own; see below)
  --port N            the port on 127.0.0.1, 0 for any free one (default: 0)
  --stop-with-parent  end when standard input ends
  --help              print this

When ready it prints one line of JSON on standard output:
  {"url","region","accessKeyId","secretAccessKey"}
Everything else goes to standard error.

${localKeyVariables.accessKeyId} and ${localKeyVariables.secretAccessKey} set the key pair;
without them it makes a random one.

Default folder: $XDG_DATA_HOME/sagemaker-hosting or ~/.local/share/sagemaker-hosting (Linux),
~/Library/Application Support/sagemaker-hosting (macOS), %LOCALAPPDATA%\\sagemaker-hosting (Windows).

Exit codes: 0 ended as asked, 1 could not serve, 2 wrong arguments, 3 another service serves this folder.
`;

/** Reads the command line. Never throws. */
export function readCommand(args: readonly string[], surroundings: Surroundings): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'stop-with-parent': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: false,
    });
    if (values.help) return { kind: 'help' };
    const port = readPort(values.port ?? '0');
    if (port === undefined) return refused(`--port takes a number from 0 to 65535, not "${values.port}".`);
    if (values.data === '') return refused('--data takes the path of a folder, not an empty text.');
    return {
      kind: 'serve',
      options: {
        dataDirectory: resolve(values.data ?? defaultDataDirectory(surroundings)),
        port,
        stopWithParent: values['stop-with-parent'] ?? false,
      },
    };
  } catch (error) {
    return refused(firstSentence(error));
  }
}

/** The folder that holds the service's data where none is named. */
function defaultDataDirectory({ platform, environment, homeDirectory }: Surroundings): string {
  return join(userDataDirectory(platform, environment, homeDirectory), 'sagemaker-hosting');
}

/** Where this process runs. */
export function thisProcess(): Surroundings {
  return { platform: process.platform, environment: process.env, homeDirectory: homedir() };
}

function userDataDirectory(
  platform: NodeJS.Platform,
  environment: Surroundings['environment'],
  homeDirectory: string,
): string {
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support');
  if (platform === 'win32') return environment.LOCALAPPDATA || join(homeDirectory, 'AppData', 'Local');
  return environment.XDG_DATA_HOME || join(homeDirectory, '.local', 'share');
}

function readPort(text: string): number | undefined {
  if (!/^\d{1,5}$/u.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}

function refused(problem: string): Command {
  return { kind: 'refused', problem };
}

/** parseArgs explains itself at length; its first sentence says what is wrong. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^.*?\.(?=\s|$)/u.exec(message.replace(/\s+/gu, ' '))?.[0] ?? message;
}
