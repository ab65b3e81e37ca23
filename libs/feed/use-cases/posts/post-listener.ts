import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { AccountDeleted } from '@visionary/accounts';
import { CommentsService, ReactionsService } from '@visionary/comments';
import { RateTakeImage } from '@visionary/generation';
import { DomainEvents } from '@visionary/kernel';
import {
  PostChanged,
  PostPublished,
  PostReplayRemoved,
  PostsRemoved,
  PostUploadsRemoved,
} from '../../domain/posts/events.js';
import type { Post, PostReplay } from '../../domain/posts/post.js';
import { PostsService } from './posts.service.js';
import { PostImageFiles } from '../../storage/posts/post-image-files.js';
import { PostUploadsService } from './post-uploads.service.js';

/**
 * Deletes posts, comments, and reactions with their author and passes ratings to takes, in the transaction of the cause. Deletes files after the commit,
 * because a rollback can't restore them.
 */
@Injectable()
export class PostListener implements OnModuleInit {
  private readonly logger = new Logger('Posts');

  constructor(
    private readonly events: DomainEvents,
    private readonly posts: PostsService,
    private readonly uploads: PostUploadsService,
    private readonly reactions: ReactionsService,
    private readonly comments: CommentsService,
    private readonly takeImages: RateTakeImage,
    private readonly files: PostImageFiles,
  ) {}

  onModuleInit(): void {
    const { events } = this;
    events.beforeCommit(AccountDeleted, async ({ userId, at }) => {
      await this.posts.deleteOfUser(userId);
      await this.reactions.deleteOfUser('post', userId);
      await this.comments.deleteOfUser('post', userId, at);
    });
    events.afterCommit(PostsRemoved, async ({ posts }) => {
      for (const { sha256, takeId, replay } of posts) {
        await this.deleteImage(sha256, takeId === null);
        if (replay) await this.deleteReplay(replay);
      }
    });
    events.afterCommit(PostReplayRemoved, ({ replay }) => this.deleteReplay(replay));
    events.afterCommit(PostUploadsRemoved, async ({ sha256s }) => {
      for (const sha256 of sha256s) await this.deleteImage(sha256, true);
    });
    events.beforeCommit(PostPublished, ({ post }) => this.rateTake(post));
    events.beforeCommit(PostChanged, ({ post }) => this.rateTake(post));
  }

  /** An error doesn't keep the other images from being deleted. */
  private async deleteImage(sha256: string, isUpload: boolean): Promise<void> {
    await this.uploads.deleteUnusedImage(sha256, isUpload).catch((error: unknown) => {
      this.logger.error('Could not delete the image of a removed post', { sha256 }, error);
    });
  }

  private async deleteReplay(replay: PostReplay): Promise<void> {
    await this.files.dropReplay(replay).catch((error: unknown) => {
      this.logger.error('Could not delete the replay of a post', { sha256: replay.sha256 }, error);
    });
  }

  private async rateTake({ take, contentRating, minimumRating }: Post): Promise<void> {
    if (take) await this.takeImages.setAuthorRating(take.takeId, take.index, contentRating, minimumRating);
  }
}
