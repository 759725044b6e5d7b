// npm run build: bundles, run-time assets, the sample. With --watch: readable bundles, again on every change.
import { run } from './lib/run.mjs';
import { prepare } from './prepare.mjs';

await run(async () => {
  await prepare('packages');
  const { buildProduct, watchProduct } = await import('./lib/product.mjs');
  if (process.argv.includes('--watch')) await watchProduct();
  else await buildProduct();
});
