// Prints the activation time of this extension beside those of extensions that come with the editor, in one workbench.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInEditor } from '../../scripts/lib/run-in-extension-host.mjs';
import { bundle, withRunFolder } from '../../scripts/lib/test-run.mjs';
import { root } from '../workbench/harness/paths.mjs';
import { latencies, report } from './measure.ts';

const extensions = ['sagemaker-hosting.sagemaker-hosting', 'vscode.references-view', 'vscode.media-preview'];
const runs = 6;

await withRunFolder('activation', async (folder) => {
  const [probe = ''] = await bundle([join(root, 'test', 'bench', 'probes', 'activation.ts')], folder);
  const samples: Record<string, number>[] = [];
  for (let run = 0; run < runs; run += 1) {
    const PROBE_RESULTS = join(folder, `${run}.json`);
    const problem = await runInEditor('workbench', probe, { PROBE_RESULTS, PROBE_EXTENSIONS: inTurn(run).join(',') });
    if (problem) throw new Error(problem);
    samples.push(JSON.parse(readFileSync(PROBE_RESULTS, 'utf8')));
  }
  for (const id of extensions) {
    report(`Activation of ${id}`, latencies(samples.map((sample) => sample[id] ?? Number.NaN)));
  }
});

/** Another one goes first in each run, as the first one pays for what all share. */
function inTurn(run: number): string[] {
  const first = run % extensions.length;
  return [...extensions.slice(first), ...extensions.slice(0, first)];
}
