#!/usr/bin/env node
// Stands in for the `code` executable that @vscode/test-electron starts: the workbench in headless Chromium.
// Exits with the exit code of the tests that ran in its extension host.
import { resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import { launchBrowser } from './browser.mjs';
import { openWorkbench } from './page.mjs';
import { startServer } from './server.mjs';
import { testSettings } from './settings.mjs';

/** What the editor logs about itself that says nothing about the extension. */
const noise = [
  /^\[(ChatModelSelection|AgentHost|AccountPolicyGate|reconnection-grace-time|Service Worker|ChatSession)/,
  /^Error while fetching the extension under development .* is not a web extension/,
  /Creating a socket|connection token|builtin extensions cache|open-vsx|ENOTFOUND|ECONNREFUSED.*(gallery|update)/,
  /^Canceled(: |$)/,
];

/** Exit codes for what is not the tests' own result. */
const exitCodes = { crashed: 71, closed: 72, timedOut: 124, interrupted: 130 };

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    extensionDevelopmentPath: { type: 'string', multiple: true },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'disable-extensions': { type: 'boolean' },
  },
});

/** @param {unknown} value */
const path = (value) => (typeof value === 'string' ? resolve(value) : undefined);

process.exitCode = await run();

async function run() {
  const server = await startServer({
    settings: testSettings,
    userDataDir: path(values['user-data-dir']),
    extensionsDir: path(values['extensions-dir']),
  });
  /** @type {import('playwright-core').Browser | undefined} */
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const finished = exitOf(page);
    await page.exposeFunction('codeAutomationLog', print);
    await openWorkbench(page, {
      port: server.port,
      folder: path(positionals[0]),
      developmentExtensions: [values.extensionDevelopmentPath ?? []].flat().map((folder) => resolve(String(folder))),
      tests: path(values.extensionTestsPath),
      disableExtensions: values['disable-extensions'] === true,
    });
    return await finished;
  } finally {
    await browser?.close();
    await server.stop();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>} the tests' exit code, or one of ours when they could not end
 */
function exitOf(page) {
  const limit = Number(process.env.WORKBENCH_TIMEOUT ?? 600);
  return new Promise((resolve, reject) => {
    page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    page.on('crash', () => resolve(exitCodes.crashed));
    page.on('close', () => resolve(exitCodes.closed));
    for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => resolve(exitCodes.interrupted));
    const timer = setTimeout(() => {
      console.error(`The tests did not end within ${limit} seconds (WORKBENCH_TIMEOUT).`);
      resolve(exitCodes.timedOut);
    }, limit * 1000);
    timer.unref();
  });
}

/**
 * Prints what the extension host's console received.
 * @param {string} type
 * @param {unknown[]} values
 */
function print(type, values) {
  const text = format(...values);
  if (!process.env.WORKBENCH_VERBOSE && noise.some((pattern) => pattern.test(text))) return;
  (type === 'error' ? process.stderr : process.stdout).write(`${text}\n`);
}
