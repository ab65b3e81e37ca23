import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { PostsRemoved, PostUploadsRemoved } from '../../domain/posts/events.js';
import { DeleteUnusedImages } from '../../use-cases/posts/delete-unused-images.js';
import { DeletePostsOfUser } from '../../use-cases/posts/delete-posts-of-user.js';

/** Posts go with their author, in the same transaction; files go after the commit, since what is rolled back loses none. */
@Injectable()
export class PostAccountCleanup implements OnModuleInit {
  private readonly logger = new Logger('Posts');

  constructor(
    private readonly events: DomainEvents,
    private readonly part: DeletePostsOfUser,
    private readonly images: DeleteUnusedImages,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ userId }) => this.part.run(userId));
    this.events.afterCommit(PostsRemoved, async ({ posts }) => {
      for (const { sha256, takeId } of posts) await this.drop(sha256, takeId === null);
    });
    this.events.afterCommit(PostUploadsRemoved, async ({ sha256s }) => {
      for (const sha256 of sha256s) await this.drop(sha256, true);
    });
  }

  /** One that cannot be taken away keeps none of the others. */
  private async drop(sha256: string, wasBrought: boolean): Promise<void> {
    await this.images.run(sha256, wasBrought).catch((error: unknown) => {
      this.logger.error('The picture of a removed post could not be taken away', { sha256 }, error);
    });
  }
}
