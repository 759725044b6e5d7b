// A process of its own for one ring of tests: mocha's run, given as JSON.
import { runMocha } from './run-mocha.mjs';

const failures = await runMocha(JSON.parse(process.argv[2] ?? ''));
process.exit(failures > 0 ? 1 : 0);
