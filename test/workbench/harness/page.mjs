// Opens the workbench of a running editor server in a page.

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} WorkbenchPageOptions
 * @property {number} port where the server listens
 * @property {string} [folder] the workspace folder to open
 * @property {string[]} [developmentExtensions] folders of extensions to load from their sources
 * @property {string} [tests] the tests' entry file, to be run in the extension host
 * @property {boolean} [disableExtensions] leave out the installed extensions
 */

/**
 * Opens the workbench and waits until it shows.
 * @param {Page} page
 * @param {WorkbenchPageOptions} options
 */
export async function openWorkbench(page, options) {
  await page.addInitScript(patchConfiguration, developmentOptions(options));
  const query = new URLSearchParams(options.folder ? { folder: urlPath(options.folder) } : { ew: 'true' });
  /** @type {[string, string][]} */
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  if (options.disableExtensions) payload.push(['disableExtensions', 'true']);
  query.set('payload', JSON.stringify(payload));
  await page.goto(`http://127.0.0.1:${options.port}/?${query}`);
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
}

/**
 * The path of a folder as the workbench has it in its addresses.
 * @param {string} path
 */
export function urlPath(path) {
  const slashed = path.replaceAll('\\', '/');
  return slashed.startsWith('/') ? slashed : `/${slashed}`;
}

/** @param {WorkbenchPageOptions} options */
function developmentOptions({ port, developmentExtensions = [], tests }) {
  /** @param {string} path */
  const remote = (path) => ({ scheme: 'vscode-remote', authority: `127.0.0.1:${port}`, path: urlPath(path) });
  return {
    extensions: developmentExtensions.map(remote),
    ...(tests === undefined ? {} : { extensionTestsPath: remote(tests) }),
  };
}

/**
 * Runs in the page before the workbench: a built workbench takes development extensions only from its page's
 * configuration, and the page has no other way in that leaves notifications as they are.
 * @param {object} options
 */
function patchConfiguration(options) {
  const read = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = read.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || value === null) return value;
    const configuration = JSON.parse(value);
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    // The worker of code-server's own front end, which is not there.
    delete configuration.productConfiguration?.serviceWorker;
    return JSON.stringify(configuration);
  };
}
