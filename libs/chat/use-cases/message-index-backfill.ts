import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '@visionary/kernel';
import { MessageSearchIndex } from '../storage/message-search-index.js';

const BATCH_SIZE = 100;

/** Indexes messages from before the search index existed. Runs in the background after each start. */
@Injectable()
export class MessageIndexBackfill implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Search');
  private isStopping = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly index: MessageSearchIndex,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run().catch((error: unknown) => this.logger.error('Messages could not be indexed', error));
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    let total = 0;
    for (let hasMore = true; hasMore && !this.isStopping;) {
      const indexed = await this.unitOfWork.run(() => this.index.backfill(BATCH_SIZE));
      total += indexed;
      hasMore = indexed === BATCH_SIZE;
    }
    if (total) this.logger.log(`Indexed ${total} older messages`);
  }
}
