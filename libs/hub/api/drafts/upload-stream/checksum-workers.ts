import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { StreamingChecksums } from './streaming-checksums.js';
import { ChecksumWorker } from './checksum-worker.js';

const HAS_WEIGHTS = /\.safetensors$/i;

/** Whatever comes in is hashed beside the event loop: what is whole by one thread, weights by another, for all files in turn. */
@Injectable()
export class ChecksumWorkers implements OnApplicationShutdown {
  private readonly whole = new ChecksumWorker('whole');
  private readonly weights = new ChecksumWorker('weights');
  private files = 0;

  begin(name: string): StreamingChecksums {
    return new StreamingChecksums(++this.files, this.whole, HAS_WEIGHTS.test(name) ? this.weights : null);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.whole.end(), this.weights.end()]);
  }
}
