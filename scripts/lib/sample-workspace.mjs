// The sample workspace: a copy of examples/ that its user may change.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { out, root } from '../../test/workbench/harness/paths.mjs';
import { filesIn } from './fingerprint.mjs';

const sample = join(root, 'examples');

/** What this script last wrote, by path: a file that differs from it was changed by the user. */
const record = join(out, 'sample-workspace.json');

/**
 * A fresh copy.
 * @param {string} target
 */
export function copySample(target) {
  for (const file of sampleFiles()) cpSync(file, join(target, relative(sample, file)));
}

/**
 * Brings the user's copy up to date; never overwrites or restores what the user changed or deleted.
 * @returns {string} the workspace folder
 */
export function refreshSampleWorkspace() {
  const workspace = join(out, 'sample-workspace');
  /** @type {Record<string, string>} */
  const written = existsSync(record) && existsSync(workspace) ? JSON.parse(readFileSync(record, 'utf8')) : {};
  for (const source of sampleFiles()) {
    const path = relative(sample, source);
    const target = join(workspace, path);
    const isOurs = existsSync(target) ? written[path] === digest(target) : written[path] === undefined;
    if (!isOurs) continue;
    mkdirSync(dirname(target), { recursive: true });
    cpSync(source, target);
    written[path] = digest(source);
  }
  mkdirSync(workspace, { recursive: true });
  writeFileSync(record, JSON.stringify(written, null, 2));
  return workspace;
}

/** What users get to see of examples/: not the build's own notes. */
function sampleFiles() {
  return filesIn(sample).filter((file) => !basename(file).startsWith('.'));
}

/** @param {string} file */
function digest(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
