// npm run bench [-- TEXT…]: prints the figures of every program in test/bench, or of those with TEXT in their name.
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

await run(async () => {
  await prepare('editor');
  const { runPrograms } = await import('./lib/programs.mjs');
  await runPrograms('bench', /bench[\\/](?!measure)[^\\/]+\.ts$/, process.argv.slice(2));
});
