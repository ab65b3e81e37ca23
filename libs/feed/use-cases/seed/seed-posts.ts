import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import { CommentsService, ReactionsService } from '@visionary/comments';
import type { Take } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { POSTS_CACHE_TAG, postCacheTag } from '../../domain/posts/subjects.js';
import { EMOJIS, SCENES, SEED_COMMENTS } from '../../domain/seed/seed-data.js';
import { SeedRecordsRepository } from '../../storage/seed/seed-records.repository.js';
import { CollectionsRepository } from '../../storage/users/collections.repository.js';
import { PostsService } from '../posts/posts.service.js';
import { CollectionsService } from '../users/collections.service.js';
import { seedId } from './seed-ids.js';
import { sceneOf } from './seed-takes.js';

/** Every third post has comments. */
const COMMENT_INTERVAL = 3;
/** Likes per post. */
const LIKES = [5, 2, 4, 1, 5, 3, 0];

/** Each contains the first posts of one room. */
const COLLECTIONS = [
  { owner: 4, room: 0, title: 'Night shift', about: 'Whatever is awake when I am.' },
  { owner: 1, room: 1, title: '海的颜色', about: '想再看一遍的海。' },
] as const;
const POSTS_PER_COLLECTION = 8;

/** Seeds posts with reactions and comments, and collections. */
@Injectable()
export class SeedPosts {
  constructor(
    private readonly posts: PostsService,
    private readonly reactions: ReactionsService,
    private readonly comments: CommentsService,
    private readonly collectionsService: CollectionsService,
    private readonly collections: CollectionsRepository,
    private readonly seedRecords: SeedRecordsRepository,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns the id of the post */
  async publish(n: number, take: Take, users: readonly User[]): Promise<string> {
    const { title, description = '', tags } = sceneOf(n);
    const post = await this.posts.publish({
      userId: take.authorId,
      clientId: seedId(`post ${n}`),
      image: { takeId: take.id, index: 0 },
      title: titleOf(n, title),
      description,
      tags,
      contentRating: 'everyone',
      commentsEnabled: true,
      replayEnabled: false,
    });
    const cacheTags = [POSTS_CACHE_TAG, postCacheTag(post.id)];
    await this.unitOfWork.run(() => this.seedRecords.mark('post', post.id, post.at), cacheTags);
    const others = users.filter(({ id }) => id !== take.authorId);
    for (const [index, { id: userId }] of others.slice(0, LIKES[n % LIKES.length]).entries()) {
      const emoji = EMOJIS[(n + index) % EMOJIS.length] as string;
      await this.reactions.react({ target: { kind: 'post', id: post.id }, userId, emoji, on: true });
    }
    if (n % COMMENT_INTERVAL === 0) await this.comment(n, post.id, { authorId: take.authorId, others });
    return post.id;
  }

  async collect(postIds: readonly string[], users: readonly User[]): Promise<void> {
    for (const { owner, room, title, about: description } of COLLECTIONS) {
      const userId = users[owner]?.id ?? '';
      const existing = await this.collections.of(userId, 'all', 100);
      const { id } =
        existing.find((collection) => collection.title === title) ??
        (await this.collectionsService.createUnchecked(userId, { title, description, isShared: true }));
      const collected = postIds.filter((_id, n) => sceneOf(n).room === room).slice(0, POSTS_PER_COLLECTION);
      for (const postId of collected) {
        await this.collectionsService.place({ userId, collectionId: id, postId, afterPostId: undefined });
      }
    }
  }

  private async comment(
    n: number,
    postId: string,
    { authorId, others }: { readonly authorId: string; readonly others: readonly User[] },
  ): Promise<void> {
    const comment = SEED_COMMENTS[(n / COMMENT_INTERVAL) % SEED_COMMENTS.length];
    const by = comment && others[comment.by % others.length];
    if (!by) return;
    const subject = { kind: 'post', id: postId } as const;
    const { id: parentId } = await this.comments.add({
      subject,
      userId: by.id,
      clientId: seedId(`comment ${n}`),
      text: comment.text,
    });
    if (comment.reply === undefined) return;
    const clientId = seedId(`reply ${n}`);
    await this.comments.add({ subject, userId: authorId, clientId, parentId, text: comment.reply });
  }
}

/** Repeated scenes get a number. */
const titleOf = (n: number, title: string): string => {
  const round = Math.floor(n / SCENES.length);
  return round === 0 ? title : `${title} ${round + 1}`;
};
