import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DomainEvents, UnitOfWork } from '@visionary/kernel';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { PostSearchIndex } from '../../storage/search/post-search-index.js';
import { SearchTags } from './search-tags.js';

const BATCH_SIZE = 100;

/** Indexes a post in the transaction that publishes or changes it. At startup, indexes posts that aren't in the index. */
@Injectable()
export class PostIndexer implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Search');
  private isStopping = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly events: DomainEvents,
    private readonly index: PostSearchIndex,
    private readonly tags: SearchTags,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(PostPublished, ({ post }) => this.index.indexPosts([post.id]));
    this.events.beforeCommit(PostChanged, ({ post }) => this.index.indexPosts([post.id]));
    for (const type of [PostPublished, PostChanged, PostsRemoved]) {
      this.events.afterCommit<PostPublished | PostChanged | PostsRemoved>(type, () => this.tags.markStale());
    }
  }

  onApplicationBootstrap(): void {
    this.running = this.indexMissing().catch((error: unknown) => this.logger.error('Could not index posts', error));
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async indexMissing(): Promise<void> {
    let indexed = 0;
    for (let more = true; more && !this.isStopping;) {
      const count = await this.unitOfWork.run(() => this.index.indexMissing(BATCH_SIZE));
      indexed += count;
      more = count === BATCH_SIZE;
    }
    if (indexed) this.logger.log(`Indexed ${indexed} posts`);
  }
}
