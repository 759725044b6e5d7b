// Runs in the extension host: activates extensions one after another and writes how long each took.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** Called by the editor. `PROBE_EXTENSIONS` names the extensions, `PROBE_RESULTS` the file for the milliseconds of each. */
export async function run(): Promise<void> {
  const { PROBE_EXTENSIONS = '', PROBE_RESULTS = '' } = process.env;
  const times: Record<string, number> = {};
  for (const id of PROBE_EXTENSIONS.split(',')) {
    const extension = vscode.extensions.getExtension(id);
    if (!extension) throw new Error(`The editor has no extension ${id}.`);
    if (extension.isActive) throw new Error(`${id} was active before it was asked for.`);
    const start = performance.now();
    await extension.activate();
    times[id] = performance.now() - start;
  }
  writeFileSync(PROBE_RESULTS, JSON.stringify(times));
}
