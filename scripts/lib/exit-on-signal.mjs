// Preloaded into processes that start others: a signal lets them exit in order, so that what they started ends with them.
import { constants } from 'node:os';

for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.once(name, () => process.exit(128 + constants.signals[name]));
}
