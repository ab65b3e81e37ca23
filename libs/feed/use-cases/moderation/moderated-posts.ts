import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type RatingChange,
  type ModerationHandler,
  ModerationRegistry,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { HiddenPostStore, type RowSnapshot } from '../../domain/moderation/hidden-post-store.js';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import { type ContentRating, type Post, stricter } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { POSTS_CACHE_TAG, postCacheTag } from '../../domain/posts/subjects.js';
import { RemovePost } from '../posts/remove-post.js';
import { PostSurroundings } from './post-surroundings.js';

/** Images in the feed, for those who moderate: hidden as if removed, and published again as they were. */
@Injectable()
export class ModeratedPosts implements ModerationHandler, OnModuleInit {
  readonly name = 'feed';

  constructor(
    private readonly subjects: ModerationRegistry,
    private readonly posts: Posts,
    private readonly aside: HiddenPostStore,
    private readonly removing: RemovePost,
    private readonly around: PostSurroundings,
  ) {}

  onModuleInit(): void {
    this.subjects.add('post', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const posts = await this.posts.byIds(subjects.map(({ id }) => id));
    const rooms = await this.around.rooms.namesOf(posts.flatMap(({ roomId }) => roomId ?? []));
    return new Map(
      posts.map((post) => [subjectKey({ kind: 'post', id: post.id }), factsOf(post, rooms.get(post.roomId ?? ''))]),
    );
  }

  /** The feed is everybody's. */
  async canView(): Promise<boolean> {
    return true;
  }

  async hide({ id }: Subject): Promise<object> {
    const rows = await this.aside.snapshotPost(id);
    await this.removing.hide(id);
    return rows;
  }

  async restore({ id }: Subject, kept: object): Promise<void> {
    this.around.work.invalidate(POSTS_CACHE_TAG, postCacheTag(id));
    await this.aside.restorePost(kept as RowSnapshot);
    const post = await this.posts.byId(id);
    if (post) this.around.work.publish(new PostPublished(post));
  }

  async setRating({ id }: Subject, contentRating: ContentRating): Promise<void> {
    this.around.work.invalidate(POSTS_CACHE_TAG, postCacheTag(id));
    const post = await this.posts.hold(id);
    if (!post || (post.contentRating === contentRating && post.atLeast === contentRating)) return;
    const change = { contentRating, atLeast: contentRating };
    await this.posts.change(id, change, post.editedAt ?? post.at);
    if (post.take) await this.around.images.setModeratorRating(post.take.takeId, post.take.index, contentRating);
    this.around.work.publish(new PostChanged({ ...post, ...change }, post.mentionIds));
  }

  /** What its author said since then stays. */
  async restoreRating({ id }: Subject, levels: RatingChange): Promise<void> {
    this.around.work.invalidate(POSTS_CACHE_TAG, postCacheTag(id));
    const post = await this.posts.hold(id);
    if (!post) return;
    const { decided, before, atLeast } = levels;
    const contentRating = post.contentRating === decided ? stricter(before, atLeast) : post.contentRating;
    await this.posts.change(id, { contentRating, atLeast }, post.editedAt ?? post.at);
    if (post.take) {
      await this.around.images.restoreAuthorRating(post.take.takeId, post.take.index, levels, contentRating);
    }
    this.around.work.publish(new PostChanged({ ...post, contentRating, atLeast }, post.mentionIds));
  }
}

const factsOf = (post: Post, room: string | undefined): SubjectDetails => ({
  ...{ title: post.title, text: post.words, authorId: post.authorId, at: post.at, prompt: post.prompt },
  image: { ...post.image, type: 'image/png', contentRating: post.contentRating },
  ...(post.roomId !== null && room !== undefined && { place: { kind: 'room', id: post.roomId, name: room } }),
  path: `/p/${post.id}`,
});
