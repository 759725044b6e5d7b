// npm run tour [-- TEXT…]: plays the scenes (or those with TEXT in their name) and writes media/tour/*-{light,dark}.png.
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

await run(async () => {
  await prepare('editor');
  const { runPrograms } = await import('./lib/programs.mjs');
  await runPrograms('workbench/tour', /\.scene\.ts$/, process.argv.slice(2));
});
