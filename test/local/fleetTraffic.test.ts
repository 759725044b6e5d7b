import assert from 'node:assert/strict';
import { isAlive, until } from './containerHarness.ts';
import { deployment, FleetHarness, variant } from './fleetHarness.ts';

/** What a run of invocations came to. */
interface Tally {
  readonly answers: Map<string, number>;
  readonly errors: Error[];
  sent: number;
}

/** Keeps so many invocations under way until told to stop. */
class SteadyLoad {
  readonly tally: Tally = { answers: new Map(), errors: [], sent: 0 };
  readonly #workers: Promise<void>[];
  #running = true;

  constructor(harness: FleetHarness, endpointName: string, concurrency: number, order: object = {}) {
    this.#workers = Array.from({ length: concurrency }, async () => {
      while (this.#running) await this.#one(harness, endpointName, order);
    });
  }

  get answered(): number {
    return [...this.tally.answers.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Waits until so many more have been answered. */
  async more(count: number): Promise<void> {
    const goal = this.answered + count;
    await until(() => this.answered >= goal);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#workers);
  }

  async #one(harness: FleetHarness, endpointName: string, order: object): Promise<void> {
    this.tally.sent += 1;
    try {
      const { label } = await harness.ask(endpointName, order);
      this.tally.answers.set(label, (this.tally.answers.get(label) ?? 0) + 1);
    } catch (error) {
      this.tally.errors.push(error as Error);
    }
  }
}

/** Asserts that a count out of n lies within five standard deviations of a binomial's mean. */
function assertBinomial(count: number, n: number, share: number): void {
  const deviations = Math.abs(count - n * share) / Math.sqrt(n * share * (1 - share));
  assert.ok(
    deviations < 5,
    `${count} of ${n} at a share of ${share}: ${deviations.toFixed(1)} standard deviations off`,
  );
}

describe('traffic', () => {
  let harness: FleetHarness;
  beforeEach(async () => {
    harness = await FleetHarness.create();
  });
  afterEach(() => harness.dispose());

  async function split(count: number): Promise<number> {
    const labels = await Promise.all(Array.from({ length: count }, async () => (await harness.ask('shop')).label));
    return labels.filter((label) => label === 'B').length;
  }

  it('splits by the weights, and anew as soon as they are changed', async () => {
    await harness.serve('shop', deployment('one', variant('A', { weight: 95 }), variant('B', { weight: 5 })));
    assertBinomial(await split(2_000), 2_000, 0.05);
    const changed = await harness.fleets.change('shop', [
      { variantName: 'A', weight: 50 },
      { variantName: 'B', weight: 50 },
    ]);
    assert.equal(changed.status, 'Updating');
    assertBinomial(await split(2_000), 2_000, 0.5);
    assert.equal((await harness.settled('shop')).endpointConfigName, 'one');
  });

  it('goes to the variant that the request names, whatever the weights', async () => {
    await harness.serve('shop', deployment('one', variant('A'), variant('B', { weight: 0 })));
    const headers = { 'x-amzn-sagemaker-target-variant': 'B' };
    assert.equal((await harness.invoke('shop', {}, { headers })).invokedProductionVariant, 'B');
    const unknown = harness.invoke('shop', {}, { headers: { 'x-amzn-sagemaker-target-variant': 'C' } });
    await assert.rejects(unknown, { name: 'ValidationError', status: 400, message: /"C" was not found.*A, B\./ });
  });

  it('loses no request of a steady load while an update replaces every instance', async () => {
    await harness.serve('shop', deployment('one', variant('A', { instanceCount: 2 })));
    const before = await harness.ask('shop');
    const load = new SteadyLoad(harness, 'shop', 24, { sleep: 5 });
    await load.more(200);
    const updating = await harness.fleets.update('shop', () => deployment('two', variant('B', { instanceCount: 2 })));
    assert.equal(updating.status, 'Updating');
    assert.equal(updating.endpointConfigName, 'one');
    assert.equal(updating.pending?.endpointConfigName, 'two');
    assert.equal((await harness.settled('shop')).endpointConfigName, 'two');
    await load.more(200);
    await until(() => !isAlive(before.pid));
    await load.more(200);
    await load.stop();
    assert.deepEqual(load.tally.errors, []);
    assert.equal(load.answered, load.tally.sent);
    assert.deepEqual([...load.tally.answers.keys()].sort(), ['A', 'B']);
  });

  it('lets a long invocation finish on the old instance after the traffic has moved', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const long = harness.ask('shop', { sleep: 500 });
    await harness.fleets.update('shop', () => deployment('two', variant('B')));
    await harness.settled('shop');
    assert.equal((await harness.ask('shop')).label, 'B');
    const { label, pid } = await long;
    assert.equal(label, 'A');
    await until(() => !isAlive(pid));
  });

  it('stays with the old configuration when an update fails, and loses no request', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const load = new SteadyLoad(harness, 'shop', 8);
    await harness.fleets.update('shop', () => deployment('two', variant('B', { environment: { EXIT_AT_START: '1' } })));
    const view = await harness.settled('shop');
    await load.more(100);
    await load.stop();
    assert.equal(view.endpointConfigName, 'one');
    assert.match(view.failureReason ?? '', /variant B did not pass the ping health check/);
    assert.deepEqual(load.tally.errors, []);
    assert.deepEqual([...load.tally.answers.keys()], ['A']);
    await harness.fleets.update('shop', () => deployment('three', variant('C')));
    assert.equal((await harness.settled('shop')).failureReason, undefined);
  });

  it('makes an update from what serves when its turn has come', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    let goOn: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const settling = new Promise<void>((resolve) => {
      harness.beforeSave = async ({ phase }) => {
        if (phase.kind !== 'inService') return;
        resolve();
        await held;
      };
    });
    await harness.fleets.change('shop', [{ variantName: 'A', weight: 7 }]);
    await settling;
    const update = harness.fleets.update('shop', ({ variants }) => deployment('two', ...variants));
    goOn?.();
    assert.equal((await update).pending?.variants[0]?.weight, 7);
  });

  it('refuses an update to the configuration in use', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const update = harness.fleets.update('shop', () => deployment('one', variant('A')));
    await assert.rejects(
      update,
      /^ValidationException: Cannot update endpoint with the currently in use endpoint config/,
    );
  });

  it('takes instances in and out under load without losing a request', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const load = new SteadyLoad(harness, 'shop', 16, { sleep: 5 });
    const growing = await harness.fleets.change('shop', [{ variantName: 'A', instanceCount: 3 }]);
    assert.equal(growing.status, 'Updating');
    assert.equal(growing.variants[0]?.desiredInstanceCount, 3);
    assert.equal(growing.variants[0]?.currentInstanceCount, 1);
    assert.equal((await harness.settled('shop')).variants[0]?.currentInstanceCount, 3);
    await load.more(100);
    await harness.fleets.change('shop', [{ variantName: 'A', instanceCount: 1 }]);
    assert.equal((await harness.settled('shop')).variants[0]?.currentInstanceCount, 1);
    await load.more(100);
    await load.stop();
    assert.deepEqual(load.tally.errors, []);
    assert.equal(load.answered, load.tally.sent);
  });

  it('loses at most what was under way on an instance that crashes, and replaces it', async () => {
    await harness.serve('shop', deployment('one', variant('A', { instanceCount: 2 })));
    const concurrency = 16;
    const load = new SteadyLoad(harness, 'shop', concurrency, { sleep: 5 });
    await load.more(200);
    await assert.rejects(harness.ask('shop', { crash: true }), { name: 'ModelError', status: 424 });
    await load.more(200);
    await until(() => harness.fleets.describe('shop').variants[0]?.currentInstanceCount === 2);
    assert.equal(harness.fleets.describe('shop').status, 'InService');
    await load.more(200);
    await load.stop();
    assert.ok(load.tally.errors.length < concurrency, `${load.tally.errors.length} were lost`);
    assert.ok(load.tally.errors.every(({ name }) => name === 'ModelError'));
    assert.equal(load.answered + load.tally.errors.length, load.tally.sent);
  });

  it('lets invocations wait while the only instance is replaced', async () => {
    await harness.serve('shop', deployment('one', variant('A')));
    const { pid } = await harness.ask('shop');
    process.kill(pid, 'SIGKILL');
    await until(() => harness.fleets.describe('shop').variants[0]?.currentInstanceCount === 0);
    const answers = await Promise.all(Array.from({ length: 5 }, () => harness.ask('shop')));
    assert.ok(answers.every((answer) => answer.pid !== pid));
  });
});

describe('traffic with other limits', () => {
  let harness: FleetHarness;
  afterEach(() => harness.dispose());

  it('answers ServiceUnavailable, and why, when no instance comes back in time', async () => {
    harness = await FleetHarness.create({ instanceWaitMs: 100, shortestReplacementPauseMs: 60_000 });
    await harness.serve('shop', deployment('one', variant('A')));
    await assert.rejects(harness.ask('shop', { crash: true }));
    await assert.rejects(harness.ask('shop'), {
      name: 'ServiceUnavailable',
      status: 503,
      message: /no healthy instance of variant "A".*exited with code 9/,
    });
  });

  it('replaces an idle instance that no longer answers pings', async () => {
    harness = await FleetHarness.create({ healthCheckPauseMs: 20, pingTimeoutMs: 300 });
    await harness.serve('shop', deployment('one', variant('A')));
    const { pid } = await harness.ask('shop');
    process.kill(pid, 'SIGSTOP');
    await until(() => harness.fleets.describe('shop').variants[0]?.currentInstanceCount === 0);
    assert.notEqual((await harness.ask('shop')).pid, pid);
    assert.match(harness.logged.join(''), /failed 3 health checks in a row/);
    await until(() => !isAlive(pid));
  });

  it('leaves a busy instance alone that does not answer pings', async () => {
    harness = await FleetHarness.create({ healthCheckPauseMs: 10, pingTimeoutMs: 100 });
    await harness.serve('shop', deployment('one', variant('A')));
    const { pid } = await harness.ask('shop', { block: 800 });
    assert.equal((await harness.ask('shop')).pid, pid);
  });

  it('begins no more instances at a time than the machine bears, and all of them in the end', async () => {
    harness = await FleetHarness.create();
    await harness.serve('shop', deployment('one', variant('A', { instanceCount: 8 })));
    const asked = await Promise.all(Array.from({ length: 64 }, () => harness.ask('shop', { sleep: 20 })));
    assert.equal(new Set(asked.map(({ pid }) => pid)).size, 8);
  });
});
