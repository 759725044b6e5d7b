// The licences of the packages whose code is in the bundles: they ask to be handed on.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('esbuild').Metafile} Metafile */

/** A package's folder at the start of a path, nested ones included. */
const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * @param {Metafile} metafile
 * @param {string[]} copied further files that are shipped, as paths in the checkout
 * @returns {string} name, version, licence and its text, for each package
 * @throws {Error} when a package has neither a licence text nor the name of its licence
 */
export function thirdPartyNotices(metafile, copied) {
  const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((input) => inputs[input]?.bytesInOutput),
  );
  const folders = [...bundled, ...copied].flatMap((file) => packageFolder.exec(file)?.[0] ?? []);
  return [...new Set(folders)]
    .sort()
    .map(noticeOf)
    .join(`\n\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!license && !file) throw new Error(`${folder} names no licence: do not ship it.`);
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
  return `${name} ${version}${license ? ` (${license})` : ''}\n\n${text}`.trimEnd();
}
