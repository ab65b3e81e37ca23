import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ContentRating } from '@visionary/contract';
import { RateTakeImage } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { PublicRooms } from '@visionary/rooms';
import {
  type RatingChange,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import { type Post, stricter } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { POSTS_CACHE_TAG, postCacheTag } from '../../domain/posts/subjects.js';
import { HiddenPostsRepository, type RowSnapshot } from '../../storage/moderation/hidden-posts.repository.js';
import { PostsService } from '../posts/posts.service.js';

/** Moderates posts. Hiding removes a post; restoring publishes it again as it was. */
@Injectable()
export class ModeratedPosts implements ModerationHandler, OnModuleInit {
  readonly name = 'feed';

  constructor(
    private readonly registry: ModerationRegistry,
    private readonly posts: Posts,
    private readonly postsService: PostsService,
    private readonly hidden: HiddenPostsRepository,
    private readonly rooms: PublicRooms,
    private readonly takeImages: RateTakeImage,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  onModuleInit(): void {
    this.registry.add('post', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const posts = await this.posts.byIds(subjects.map(({ id }) => id));
    const rooms = await this.rooms.namesOf(posts.flatMap(({ roomId }) => roomId ?? []));
    return new Map(
      posts.map((post) => [subjectKey({ kind: 'post', id: post.id }), detailsOf(post, rooms.get(post.roomId ?? ''))]),
    );
  }

  /** Posts are public. */
  async canView(): Promise<boolean> {
    return true;
  }

  async hide({ id }: Subject): Promise<object> {
    const snapshot = await this.hidden.snapshotPost(id);
    await this.postsService.hide(id);
    return snapshot;
  }

  async restore({ id }: Subject, snapshot: object): Promise<void> {
    this.unitOfWork.invalidate(POSTS_CACHE_TAG, postCacheTag(id));
    await this.hidden.restorePost(snapshot as RowSnapshot);
    const post = await this.posts.byId(id);
    if (post) this.unitOfWork.publish(new PostPublished(post));
  }

  async setRating({ id }: Subject, contentRating: ContentRating): Promise<void> {
    this.unitOfWork.invalidate(POSTS_CACHE_TAG, postCacheTag(id));
    const post = await this.posts.hold(id);
    if (!post || (post.contentRating === contentRating && post.atLeast === contentRating)) return;
    const change = { contentRating, atLeast: contentRating };
    await this.posts.change(id, change, post.editedAt ?? post.at);
    if (post.take) await this.takeImages.decided(post.take.takeId, post.take.index, contentRating);
    this.unitOfWork.publish(new PostChanged({ ...post, ...change }, post.mentionIds));
  }

  /** A rating that the author set since then stays. */
  async restoreRating({ id }: Subject, change: RatingChange): Promise<void> {
    this.unitOfWork.invalidate(POSTS_CACHE_TAG, postCacheTag(id));
    const post = await this.posts.hold(id);
    if (!post) return;
    const { decided, before, atLeast } = change;
    const contentRating = post.contentRating === decided ? stricter(before, atLeast) : post.contentRating;
    await this.posts.change(id, { contentRating, atLeast }, post.editedAt ?? post.at);
    if (post.take) await this.takeImages.restored(post.take.takeId, post.take.index, change, contentRating);
    this.unitOfWork.publish(new PostChanged({ ...post, contentRating, atLeast }, post.mentionIds));
  }
}

const detailsOf = (post: Post, room: string | undefined): SubjectDetails => ({
  title: post.title,
  text: post.words,
  authorId: post.authorId,
  at: post.at,
  prompt: post.prompt,
  image: { ...post.image, type: 'image/png', contentRating: post.contentRating },
  ...(post.roomId !== null && room !== undefined && { place: { kind: 'room', id: post.roomId, name: room } }),
  path: `/p/${post.id}`,
});
