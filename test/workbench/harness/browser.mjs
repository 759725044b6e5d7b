// Finds a Chromium on this machine, or installs Debian's where that is allowed.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const windowsApplications = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

/**
 * Opens a headless Chromium; installs one first on Debian as root.
 * @returns {Promise<import('playwright-core').Browser>}
 * @throws {Error} that says what to install when there is none
 */
export function launchBrowser() {
  const executablePath = ensureChromium();
  return chromium.launch({
    executablePath,
    chromiumSandbox: !isRoot() && process.platform !== 'linux',
    args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
  });
}

/**
 * @returns {string} the executable's path
 * @throws {Error} that says what to install when there is none
 */
function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (isDebian() && isRoot()) {
    installDebianChromium();
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error('No Chromium was found: install Chromium or Google Chrome, or set CHROMIUM to its executable.');
}

function findChromium() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) {
    if (existsSync(CHROMIUM)) return CHROMIUM;
    throw new Error(`CHROMIUM names ${CHROMIUM}, which does not exist.`);
  }
  return candidates().find((path) => existsSync(path));
}

/** @returns {string[]} */
function candidates() {
  if (process.platform === 'darwin') return [...onPath(names), ...macApplications, chromium.executablePath()];
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = folders.flatMap((folder) => (folder ? windowsApplications.map((name) => join(folder, name)) : []));
    return [...programs, chromium.executablePath()];
  }
  return [...onPath(names), chromium.executablePath()];
}

/**
 * @param {string[]} executables
 * @returns {string[]}
 */
function onPath(executables) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return executables.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function isRoot() {
  return process.getuid?.() === 0;
}

function isDebian() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*\b(debian)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function installDebianChromium() {
  console.error("Installing Chromium (Debian's package)…");
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const quietly = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  execFileSync('apt-get', ['update', '-qq'], quietly);
  const packages = ['chromium', 'fonts-liberation'];
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quietly);
}
