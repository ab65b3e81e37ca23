import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { PostChanged, PostPublished, PostsRemoved } from '../../domain/posts/events.js';
import { SearchTags } from '../../use-cases/search/search-tags.js';
import { IndexPosts } from '../../use-cases/search/index-posts.js';

const AT_ONCE = 100;

/** A post is found from the moment it is published, in the same transaction; those without an index get theirs when a server starts. */
@Injectable()
export class PostIndexer implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Search');
  private isOver = false;
  private running: Promise<void> | undefined;

  constructor(
    private readonly events: DomainEvents,
    private readonly index: IndexPosts,
    private readonly tags: SearchTags,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(PostPublished, ({ post }) => this.index.take(post.id));
    this.events.beforeCommit(PostChanged, ({ post }) => this.index.take(post.id));
    for (const type of [PostPublished, PostChanged, PostsRemoved]) {
      this.events.afterCommit<PostPublished | PostChanged | PostsRemoved>(type, () => this.tags.markStale());
    }
  }

  onApplicationBootstrap(): void {
    this.running = this.indexMissing().catch((error: unknown) =>
      this.logger.error('Posts could not be indexed', error),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async indexMissing(): Promise<void> {
    let indexed = 0;
    for (let more = true; more && !this.isOver;) {
      const some = await this.index.indexMissing(AT_ONCE);
      indexed += some;
      more = some === AT_ONCE;
    }
    if (indexed) this.logger.log(`Indexed ${indexed} posts that no search knew`);
  }
}
