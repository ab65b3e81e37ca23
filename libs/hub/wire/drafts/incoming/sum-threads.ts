import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RunningSums } from './running-sums.js';
import { SumThread } from './sum-thread.js';

const HAS_WEIGHTS = /\.safetensors$/i;

/** Whatever comes in is hashed beside the event loop: what is whole by one thread, weights by another, for all files in turn. */
@Injectable()
export class SumThreads implements OnApplicationShutdown {
  private readonly whole = new SumThread('whole');
  private readonly weights = new SumThread('weights');
  private files = 0;

  begin(name: string): RunningSums {
    return new RunningSums(++this.files, this.whole, HAS_WEIGHTS.test(name) ? this.weights : null);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.whole.end(), this.weights.end()]);
  }
}
