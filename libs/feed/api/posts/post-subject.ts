import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Commentable, type CountChange, type SubjectKind, SubjectKinds } from '@visionary/comments';
import { UnitOfWork } from '@visionary/kernel';
import { PostCountsChanged } from '../../domain/posts/events.js';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { postChannel } from './channels.js';

const MAX_NAME_LENGTH = 100;

/** Posts can be commented on and reacted to. */
@Injectable()
export class PostSubject implements SubjectKind, OnModuleInit {
  readonly kind = 'post';
  readonly notFound = 'FEED_POST_NOT_FOUND';
  readonly channelOf = postChannel;
  readonly cacheTagOf = postCacheTag;

  constructor(
    private readonly kinds: SubjectKinds,
    private readonly posts: Posts,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.kinds.add(this);
  }

  pathOf(id: string, commentId: string): string {
    return `/p/${id}?comment=${commentId}`;
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Commentable>> {
    return new Map((await this.posts.byIds(ids)).map((post) => [post.id, commentableOf(post)]));
  }

  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const posts = [...(await this.posts.byIds(ids)), ...(await this.posts.hiddenByIds(ids))];
    return new Map(posts.map(({ id, title, prompt }) => [id, title || prompt.slice(0, MAX_NAME_LENGTH)]));
  }

  async hold(id: string): Promise<Commentable | null> {
    const post = await this.posts.hold(id);
    return post && commentableOf(post);
  }

  async count(changes: ReadonlyMap<string, CountChange>): Promise<void> {
    await this.posts.addCounts(changes);
    for (const id of changes.keys()) this.unitOfWork.publish(new PostCountsChanged(id));
  }
}

const commentableOf = ({ id, authorId, participants, contentRating, commentsEnabled }: Post): Commentable => ({
  id,
  ownerId: authorId,
  participantIds: participants.map(([userId]) => userId),
  contentRating,
  isPublished: true,
  commentsEnabled,
});
