import { polls } from '../hosting/polling.ts';

/** What a poller looks at, and when. */
export interface PollerOptions {
  /** Milliseconds between two looks once the first, quicker ones are over. */
  readonly intervalMs: () => number;
  /** Whether somebody looks and something may change by itself. */
  readonly isWanted: () => boolean;
  readonly poll: () => Promise<void>;
}

/** One timer that runs only while it is wanted; the next look begins some time after the last one has ended. */
export class Poller {
  private readonly options: PollerOptions;
  private timer: NodeJS.Timeout | undefined;
  private waits: Iterator<number, never> | undefined;
  private polling = false;
  private disposed = false;

  constructor(options: PollerOptions) {
    this.options = options;
  }

  /** Whether a look is due or under way. */
  get isRunning(): boolean {
    return this.timer !== undefined || this.polling;
  }

  /** To be called when what it is wanted for may have changed. */
  update(): void {
    if (this.disposed || !this.options.isWanted()) this.cancel();
    else if (!this.isRunning) this.timer = setTimeout(() => void this.look(), this.nextWait());
  }

  dispose(): void {
    this.disposed = true;
    this.cancel();
  }

  private nextWait(): number {
    this.waits ??= polls({ intervalMs: this.options.intervalMs() });
    return this.waits.next().value;
  }

  private async look(): Promise<void> {
    this.timer = undefined;
    this.polling = true;
    try {
      await this.options.poll();
    } finally {
      this.polling = false;
      this.update();
    }
  }

  private cancel(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waits = undefined;
  }
}
