import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { IndexMessages } from '../use-cases/index-messages.js';

const AT_ONCE = 100;

/** Takes in what was said before there was an index of words: once after an upgrade, beside everything else. */
@Injectable()
export class MessageIndexBackfill implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Search');
  private isOver = false;
  private running: Promise<void> | undefined;

  constructor(private readonly index: IndexMessages) {}

  onApplicationBootstrap(): void {
    this.running = this.run().catch((error: unknown) => this.logger.error('Messages could not be indexed', error));
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async run(): Promise<void> {
    let indexed = 0;
    for (let more = true; more && !this.isOver;) {
      const some = await this.index.run(AT_ONCE);
      indexed += some;
      more = some === AT_ONCE;
    }
    if (indexed) this.logger.log(`Indexed ${indexed} messages that no search knew`);
  }
}
