// Runs a ring of tests inside an extension host, through @vscode/test-electron.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { root } from '../../test/workbench/harness/paths.mjs';
import { testSettings } from '../../test/workbench/harness/settings.mjs';
import { copySample } from './sample-workspace.mjs';
import { bundle, nothingRan, readCounts, testFiles, withRunFolder } from './test-run.mjs';

const suite = join('workbench', 'suite');
const entry = join(root, 'test', suite, 'index.ts');

/** Takes the place of the `code` executable: the workbench from npm. */
const standIn = join(root, 'test/workbench/harness', process.platform === 'win32' ? 'code.cmd' : 'code.mjs');

/**
 * @param {'workbench' | 'desktop'} editor `desktop`: a VS Code that is downloaded
 * @param {import('./test-run.mjs').Selection} selection
 */
export function runInExtensionHost(editor, selection) {
  return withRunFolder(suite, async (runFolder) => {
    const sources = testFiles(suite, selection);
    if (sources.length === 0) return nothingRan;
    const [tests = ''] = await bundle([entry, ...sources], runFolder);
    const results = join(runFolder, 'results.json');
    const problem = await runInEditor(editor, tests, { TEST_RESULTS: results, TEST_GREP: selection.grep });
    return readCounts(results, problem);
  });
}

/**
 * Runs a bundled program (its export `run`) in the extension host of an editor with nothing of the user's.
 * @param {'workbench' | 'desktop'} editor
 * @param {string} program
 * @param {Record<string, string | undefined>} variables for its environment
 * @returns {Promise<string | undefined>} what went wrong, if anything did
 */
export async function runInEditor(editor, program, variables) {
  const home = mkdtempSync(join(tmpdir(), 'sagemaker-hosting-suite-'));
  const [workspace, userData] = [join(home, 'workspace'), join(home, 'user-data')];
  copySample(workspace);
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(testSettings));
  const profile = [`--user-data-dir=${userData}`, `--extensions-dir=${join(home, 'extensions')}`];
  try {
    await runTests({
      ...(editor === 'workbench' ? { vscodeExecutablePath: standIn } : {}),
      extensionDevelopmentPath: root,
      extensionTestsPath: program,
      launchArgs: [workspace, '--disable-extensions', ...profile],
      extensionTestsEnv: { ...variables, HOME: home, USERPROFILE: home },
    });
    return undefined;
  } catch (error) {
    return `The editor ended badly: ${error instanceof Error ? error.message : error}`;
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
