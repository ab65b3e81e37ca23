import { Injectable } from '@nestjs/common';
import { userCacheTag, Users } from '@visionary/accounts';
import { ReactionsService } from '@visionary/comments';
import {
  type EmojiCount,
  LIMITS,
  type PostCounts,
  type PostPage,
  type PostView,
  SchedulerName,
  type UserView,
} from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import { truncate } from '@visionary/kernel';
import type { AddCacheTags } from '@visionary/platform/cache';
import { deletedUser, RoomsService, roomSubject } from '@visionary/rooms';
import type { ModelName, Post } from '../../domain/posts/post.js';
import { Posts } from '../../storage/posts/posts.repository.js';
import { postCacheTag } from '../../domain/posts/subjects.js';
import { presentPostImage, presentPostReplay } from './post-urls.js';

/** What the views of several posts need, read at once. */
interface PostContext {
  readonly users: ReadonlyMap<string, UserView>;
  readonly rooms: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, string>;
  readonly emojis: ReadonlyMap<string, readonly EmojiCount[]>;
}

export interface CountedPost {
  readonly counts: PostCounts;
  readonly contentRating: Post['contentRating'];
}

export interface PublishedPost {
  readonly post: PostView;
  /** Absent for none. */
  readonly loraIds?: readonly string[];
}

/** Turns posts into views. */
@Injectable()
export class PostPresenter {
  constructor(
    private readonly posts: Posts,
    private readonly users: Users,
    private readonly rooms: RoomsService,
    private readonly models: ModelLookup,
    private readonly reactions: ReactionsService,
  ) {}

  async one(post: Post): Promise<PostView> {
    return present(post, await this.contextOf([post]));
  }

  /** In the order of the posts. The number of queries is constant. */
  async many(posts: readonly Post[]): Promise<PostView[]> {
    if (posts.length === 0) return [];
    const context = await this.contextOf(posts);
    return posts.map((post) => present(post, context));
  }

  /** In the order of the ids, without deleted posts. */
  async byIds(ids: readonly string[], addCacheTags?: AddCacheTags): Promise<PostView[]> {
    const posts = new Map((await this.posts.byIds(ids)).map((post) => [post.id, post]));
    addCacheTags?.(...cacheTagsOf([...posts.values()]));
    return this.many(ids.flatMap((id) => posts.get(id) ?? []));
  }

  /** In the order of the ids, with the viewer's reactions. */
  async pageFor(viewerId: string | null, ids: readonly string[]): Promise<Omit<PostPage, 'nextCursor'>> {
    const [posts, myReactions] = await Promise.all([this.byIds(ids), this.myReactions(ids, viewerId)]);
    return { posts, myReactions };
  }

  async myReactions(ids: readonly string[], viewerId: string | null): Promise<PostPage['myReactions']> {
    return viewerId === null ? {} : this.reactions.emojisBy('post', viewerId, ids);
  }

  /** With its LoRAs: a view doesn't contain them, but clients filter new posts by LoRA. */
  async published(id: string): Promise<PublishedPost | null> {
    const [[post], additions] = [await this.byIds([id]), await this.posts.additionsOf([id])];
    const loraIds = additions.get(id)?.flatMap((one) => (one.kind === 'lora' ? one.id : []));
    return post ? { post, ...(loraIds && { loraIds }) } : null;
  }

  /** Current counts and ratings. Two queries. */
  async countsOf(ids: readonly string[]): Promise<ReadonlyMap<string, CountedPost>> {
    const [posts, emojis] = [await this.posts.byIds(ids), await this.reactions.countsOf('post', ids)];
    return new Map(
      posts.map((post) => [post.id, { counts: countsOf(post, emojis), contentRating: post.contentRating }]),
    );
  }

  private async contextOf(posts: readonly Post[]): Promise<PostContext> {
    const userIds = posts.flatMap((post) => [
      post.authorId,
      ...post.mentionIds,
      ...post.participants.map(([id]) => id),
    ]);
    const [users, rooms, models, emojis] = await Promise.all([
      this.users.byIds(userIds),
      this.rooms.publicNamesOf(posts.flatMap(({ roomId }) => roomId ?? [])),
      this.models.titles(),
      this.reactions.countsOf(
        'post',
        posts.map(({ id }) => id),
      ),
    ]);
    return { users, rooms, models, emojis };
  }
}

/** Tags of everything that views of these posts show. */
export const cacheTagsOf = (posts: readonly Post[]): string[] =>
  posts.flatMap(({ id, authorId, mentionIds, participants, roomId }) => [
    postCacheTag(id),
    ...[authorId, ...mentionIds, ...participants.map(([userId]) => userId)].map(userCacheTag),
    ...(roomId === null ? [] : [roomSubject(roomId)]),
  ]);

/** With its current title, when the model is available. */
export const presentModel = ({ id, name, hash }: ModelName, titles: ReadonlyMap<string, string>) => {
  const title = id === null ? undefined : titles.get(id);
  return { ...(id !== null && title !== undefined && { id }), name: title ?? name, ...(hash !== null && { hash }) };
};

const countsOf = ({ id, comments, views }: Post, emojis: PostContext['emojis']): PostCounts => ({
  reactions: [...(emojis.get(id) ?? [])],
  comments,
  views,
});

const present = (post: Post, { users, rooms, models, emojis }: PostContext): PostView => {
  const user = (id: string): UserView => users.get(id) ?? deletedUser(id);
  const roomName = post.roomId === null ? undefined : rooms.get(post.roomId);
  const scheduler = SchedulerName.safeParse(post.scheduler);
  const mentions = post.mentionIds.map(user);
  return {
    id: post.id,
    author: user(post.authorId),
    title: post.title,
    description: post.description,
    ...(mentions.length > 0 && { mentions }),
    tags: [...post.tags],
    at: post.at,
    ...(post.editedAt !== null && { editedAt: post.editedAt }),
    contentRating: post.contentRating,
    commentsEnabled: post.commentsEnabled,
    replayEnabled: post.replayEnabled,
    ...(post.replay && { replay: presentPostReplay(post.id, post.replay) }),
    image: presentPostImage(post.id, post.image, post.contentRating),
    participants: post.participants.map(([id, roles]) => ({ user: user(id), roles: [...roles] })),
    ...(post.roomId !== null && roomName !== undefined && { room: { id: post.roomId, name: roomName } }),
    ...(post.model && { model: presentModel(post.model, models) }),
    ...(scheduler.success && { scheduler: scheduler.data }),
    prompt: truncate(post.prompt, LIMITS.quoteLength),
    counts: countsOf(post, emojis),
    isSample: post.isSample,
  };
};
