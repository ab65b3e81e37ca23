import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { DomainEvents } from '@visionary/kernel';
import { PostsRemoved, PostUploadsForgotten } from '../../domain/posts/events.js';
import { DropPictures } from '../../usecases/posts/drop-pictures.js';
import { PartPosts } from '../../usecases/posts/part-posts.js';

/** Posts go with their author, in the same transaction; files go after the commit, since what is rolled back loses none. */
@Injectable()
export class PostsFollowAccounts implements OnModuleInit {
  private readonly logger = new Logger('Posts');

  constructor(
    private readonly events: DomainEvents,
    private readonly part: PartPosts,
    private readonly pictures: DropPictures,
  ) {}

  onModuleInit(): void {
    this.events.beforeCommit(AccountDeleted, ({ personId }) => this.part.run(personId));
    this.events.afterCommit(PostsRemoved, async ({ posts }) => {
      for (const { sha256, takeId } of posts) await this.drop(sha256, takeId === null);
    });
    this.events.afterCommit(PostUploadsForgotten, async ({ sha256s }) => {
      for (const sha256 of sha256s) await this.drop(sha256, true);
    });
  }

  /** One that cannot be taken away keeps none of the others. */
  private async drop(sha256: string, wasBrought: boolean): Promise<void> {
    await this.pictures.run(sha256, wasBrought).catch((error: unknown) => {
      this.logger.error('The picture of a removed post could not be taken away', { sha256 }, error);
    });
  }
}
