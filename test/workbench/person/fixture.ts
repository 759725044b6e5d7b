// Opens a workbench of its own for a file of tests that drive it as a person would.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../harness/browser.mjs';
import { openWorkbench } from '../harness/page.mjs';
import { out, root } from '../harness/paths.mjs';
import { installExtension, startServer } from '../harness/server.mjs';
import { testSettings, themes } from '../harness/settings.mjs';
import { Workbench } from './workbench.ts';

export type { Workbench };

/** What a test file wants its workbench to be like. */
export interface WorkbenchOptions {
  /** Folder that is copied and opened; default: the sample workspace. `null` opens none. */
  readonly workspace?: string | null;
  /** Default: dark. */
  readonly theme?: keyof typeof themes;
  /** In CSS pixels; default 1400 × 900. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Device pixels in a CSS pixel; default 1. */
  readonly scale?: number;
  /** Variables for the server, and so for the extension host, on top of a clean environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files in the home directory, by path: `{ '.aws/config': '[profile dev]…' }`. */
  readonly home?: Readonly<Record<string, string>>;
  /** User and machine settings on top of the tests' own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The extension of the checkout, or one installed from a package that is made for it; default: the checkout's. */
  readonly extension?: 'checkout' | 'packaged';
}

/** A workbench with the folders it lives in. */
export interface OpenWorkbench {
  readonly workbench: Workbench;
  /** The copied workspace folder. */
  readonly workspace: string | undefined;
  /** The home directory that the extension sees. */
  readonly home: string;
  /** Closes the browser, ends the server and all it started, removes the folders. */
  close(): Promise<void>;
}

/**
 * Opens a workbench before the tests of the enclosing `describe` and closes it after them. When a test fails, a picture
 * of the workbench is kept in `out/failures`.
 * @returns a function that gives the open workbench to a test
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => OpenWorkbench {
  let open: OpenWorkbench | undefined;
  const current = () => {
    if (!open) throw new Error('The workbench is open only while tests and their hooks run.');
    return open;
  };
  before('open the workbench', async () => {
    open = await openFreshWorkbench(options);
  });
  afterEach('keep a picture of a failure', async function () {
    const test = this.currentTest;
    if (test?.state !== 'failed' || !open) return;
    const name = test.fullTitle().replace(/[^\w]+/g, '-');
    await open.workbench.screenshot(join(out, 'failures', `${name}.png`));
  });
  after('close the workbench', async () => {
    await open?.close();
    open = undefined;
  });
  return current;
}

/** Opens a workbench; the caller closes it. */
export async function openFreshWorkbench(options: WorkbenchOptions = {}): Promise<OpenWorkbench> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sagemaker-hosting-test-')));
  const home = makeHome(join(folder, 'home'), options.home ?? {});
  const workspace = copyWorkspace(options.workspace, folder);
  const isPackaged = options.extension === 'packaged';
  const server = await startServer({
    dataDir: join(folder, 'editor'),
    settings: { ...testSettings, 'workbench.colorTheme': themes[options.theme ?? 'dark'], ...options.settings },
    machineSettings: options.settings,
    extensionsDir: isPackaged ? await installPackaged(folder) : undefined,
    env: { ...withoutAws(), HOME: home, USERPROFILE: home, ...options.env },
  });
  const cleanups: (() => Promise<void>)[] = [
    () => server.stop(),
    async () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  ];
  const close = async () => {
    for (const cleanup of cleanups) await cleanup();
  };
  try {
    const browser = await launchBrowser();
    cleanups.unshift(() => browser.close());
    const page = await newPage(browser, options);
    const developmentExtensions = isPackaged ? [] : [root];
    await openWorkbench(page, { port: server.port, folder: workspace, developmentExtensions });
    return { workbench: new Workbench(page), workspace, home, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newPage(browser: Browser, { viewport, scale, theme }: WorkbenchOptions): Promise<Page> {
  const context = await browser.newContext({
    viewport: viewport ?? { width: 1400, height: 900 },
    deviceScaleFactor: scale ?? 1,
    colorScheme: theme === 'light' ? 'light' : 'dark',
    reducedMotion: 'reduce',
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

function copyWorkspace(workspace: string | null | undefined, into: string): string | undefined {
  if (workspace === null) return undefined;
  const copy = join(into, 'workspace');
  cpSync(workspace ?? join(root, 'examples'), copy, { recursive: true });
  return copy;
}

/** Packs the extension, and installs that very file. */
async function installPackaged(folder: string): Promise<string> {
  const [vsix, extensionsDir] = [join(folder, 'sagemaker-hosting.vsix'), join(folder, 'extensions')];
  const { packVsix } = await import('../../../scripts/lib/vsix.mjs');
  await packVsix(vsix);
  installExtension(vsix, extensionsDir);
  return extensionsDir;
}

function makeHome(home: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(home, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return home;
}

/** The AWS variables of whoever runs the tests must not reach them. */
function withoutAws(): Record<string, undefined> {
  const names = Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
