import { createServer } from 'node:net';

/** Hands out free loopback ports, no port twice while it is held. */
export class PortPool {
  readonly #held = new Set<number>();

  /** A port nobody listens on. The caller passes it to a program and releases it when that has ended. */
  async acquire(): Promise<number> {
    const port = await freePort();
    if (this.#held.has(port)) return this.acquire();
    this.#held.add(port);
    return port;
  }

  release(port: number): void {
    this.#held.delete(port);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
