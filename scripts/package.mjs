// npm run package: the .vsix, from allow-listed files, within its size.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../test/workbench/harness/paths.mjs';
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

await run(async () => {
  await prepare('build');
  const { packVsix } = await import('./lib/vsix.mjs');
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  console.log(await packVsix(join(root, `${name}-${version}.vsix`)));
});
