// Opens the sample workspace for a person: in a desktop VS Code, or in the workbench from npm in their browser.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { urlPath } from '../../test/workbench/harness/page.mjs';
import { out, root } from '../../test/workbench/harness/paths.mjs';
import { startServer } from '../../test/workbench/harness/server.mjs';
import { quietSettings } from '../../test/workbench/harness/settings.mjs';
import { refreshSampleWorkspace } from './sample-workspace.mjs';
import { say } from './say.mjs';

/** The user's own from the first start on. */
const userSettings = { ...quietSettings, 'workbench.startupEditor': 'readme' };

/**
 * Opens the installed VS Code in a new window.
 * @throws {Error} when there is no `code` command
 */
export function startDesktop() {
  const workspace = refreshSampleWorkspace();
  const shell = process.platform === 'win32';
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', workspace];
  const { error, status } = spawnSync('code', shell ? args.map((arg) => `"${arg}"`) : args, {
    stdio: 'inherit',
    shell,
  });
  if (error || status !== 0) {
    throw new Error(
      "The code command could not be run: in VS Code choose Shell Command: Install 'code' command in PATH, " +
        'or use npm start without --desktop.',
    );
  }
}

/**
 * Serves the workbench on loopback, opens the browser, and stays until Ctrl-C.
 * @param {number} port 0: any free one
 */
export async function startInBrowser(port) {
  const workspace = refreshSampleWorkspace();
  const token = randomUUID();
  const dataDir = join(out, 'editor');
  const extensionsDir = join(dataDir, 'extensions');
  linkExtension(extensionsDir);
  const interrupted = new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => resolve(undefined));
  });
  const server = await startServer({ dataDir, extensionsDir, token, port, settings: userSettings });
  const address = `http://127.0.0.1:${server.port}/?${new URLSearchParams({ tkn: token, folder: urlPath(workspace) })}`;
  process.stdout.write(`\n  SageMaker Hosting in VS Code: ${address}\n  Ctrl-C ends it.\n\n`);
  openBrowser(address);
  const ended = await Promise.race([interrupted, server.exited]);
  await server.stop();
  if (ended !== undefined) throw new Error(`The editor's server ended by itself:\n${server.output()}`);
}

/**
 * Makes the checkout an installed extension of the editor: a window reload loads what was built last.
 * @param {string} extensionsDir
 */
function linkExtension(extensionsDir) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const id = `${publisher}.${name}`;
  const link = join(extensionsDir, id);
  mkdirSync(extensionsDir, { recursive: true });
  rmSync(link, { force: true, recursive: false });
  symlinkSync(root, link, 'junction');
  const list = join(extensionsDir, 'extensions.json');
  /** @type {{ identifier: { id: string } }[]} */
  const installed = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  const others = installed.filter((extension) => extension.identifier.id !== id);
  const location = { $mid: 1, path: urlPath(link), scheme: 'file' };
  writeFileSync(list, JSON.stringify([...others, { identifier: { id }, version, location, relativeLocation: id }]));
}

/**
 * Opens the user's browser, if this session has one; whoever has none opens the printed address.
 * @param {string} address
 */
function openBrowser(address) {
  const { CI, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI || (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)) return;
  const [command, args] = openCommand(address);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => say('No browser could be opened: open the address above in yours.'));
  child.unref();
}

/**
 * @param {string} address
 * @returns {[command: string, args: string[]]}
 */
function openCommand(address) {
  if (process.platform === 'darwin') return ['open', [address]];
  if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]];
  return ['xdg-open', [address]];
}
