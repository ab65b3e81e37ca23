import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { LIMITS, type UserView, type PostCounts, type PostView, SchedulerName } from '@visionary/contract';
import { ModelLookup } from '@visionary/generation';
import { truncate } from '@visionary/kernel';
import type { AddCacheTags } from '@visionary/platform/cache';
import { deletedUser, PublicRooms } from '@visionary/rooms';
import type { ModelName, Post } from '../../domain/posts/post.js';
import { type EmojiCount, Posts } from '../../domain/posts/posts.js';
import { presentPostImage } from './post-addresses.js';
import { subjectsOf } from './post-cache-tags.js';

/** What many posts are shown with: asked for once, however many they are. */
interface Around {
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
  /** Absent: none. */
  readonly loraIds?: readonly string[];
}

/** Posts as everybody sees them. */
@Injectable()
export class PostViews {
  constructor(
    private readonly posts: Posts,
    private readonly users: Users,
    private readonly rooms: PublicRooms,
    private readonly models: ModelLookup,
  ) {}

  async one(post: Post): Promise<PostView> {
    return present(post, await this.around([post]));
  }

  /** In the order of the posts. Three queries. */
  async many(posts: readonly Post[]): Promise<PostView[]> {
    if (posts.length === 0) return [];
    const around = await this.around(posts);
    return posts.map((post) => present(post, around));
  }

  /** In the order of the ids; those that are no posts (any more) are left out. @param shows is told what they show */
  async byIds(ids: readonly string[], addCacheTags?: AddCacheTags): Promise<PostView[]> {
    const posts = new Map((await this.posts.byIds(ids)).map((post) => [post.id, post]));
    addCacheTags?.(...subjectsOf([...posts.values()]));
    return this.many(ids.flatMap((id) => posts.get(id) ?? []));
  }

  /** With its LoRAs, which a view does not show: clients filter new posts by them. */
  async published(id: string): Promise<PublishedPost | null> {
    const [[post], loras] = [await this.byIds([id]), await this.posts.lorasOf([id])];
    const loraIds = loras.get(id)?.map((lora) => lora.id);
    return post ? { post, ...(loraIds && { loraIds }) } : null;
  }

  /** What moves of these posts while they are looked at, and for whom they are. Two queries. */
  async counted(ids: readonly string[]): Promise<ReadonlyMap<string, CountedPost>> {
    const [posts, emojis] = [await this.posts.byIds(ids), await this.posts.emojisOf(ids)];
    return new Map(
      posts.map((post) => [post.id, { counts: countsOf(post, emojis), contentRating: post.contentRating }]),
    );
  }

  private async around(posts: readonly Post[]): Promise<Around> {
    const userIds = posts.flatMap(({ authorId, users, mentionIds }) => [
      ...[authorId, ...mentionIds],
      ...users.map(([id]) => id),
    ]);
    const [users, rooms, models, emojis] = await Promise.all([
      this.users.byIds(userIds),
      this.rooms.namesOf(posts.flatMap(({ roomId }) => roomId ?? [])),
      this.models.titles(),
      this.posts.emojisOf(posts.map(({ id }) => id)),
    ]);
    return { users, rooms, models, emojis };
  }
}

const countsOf = ({ id, comments, views }: Post, emojis: Around['emojis']): PostCounts => ({
  ...{ reactions: [...(emojis.get(id) ?? [])], comments, views },
});

const present = (post: Post, { users, rooms, models, emojis }: Around): PostView => {
  const user = (id: string): UserView => users.get(id) ?? deletedUser(id);
  const roomName = post.roomId === null ? undefined : rooms.get(post.roomId);
  const scheduler = SchedulerName.safeParse(post.scheduler);
  const called = post.mentionIds.map(user);
  return {
    ...{ id: post.id, author: user(post.authorId), title: post.title, description: post.words, tags: [...post.tags] },
    ...(called.length > 0 && { mentions: called }),
    at: post.at,
    ...(post.editedAt !== null && { editedAt: post.editedAt }),
    ...{
      contentRating: post.contentRating,
      commentsEnabled: post.commentsEnabled,
      image: presentPostImage(post.id, post.image, post.contentRating),
    },
    participants: post.users.map(([id, parts]) => ({ user: user(id), roles: [...parts] })),
    ...(post.roomId !== null && roomName !== undefined && { room: { id: post.roomId, name: roomName } }),
    ...(post.model && { model: presentModel(post.model, models) }),
    ...(scheduler.success && { scheduler: scheduler.data }),
    ...{
      prompt: truncate(post.prompt, LIMITS.quoteLength),
      counts: countsOf(post, emojis),
      isSample: post.isSample,
    },
  };
};

/** By its name of today, where it is here. */
export const presentModel = ({ id, name, hash }: ModelName, titles: ReadonlyMap<string, string>) => {
  const title = id === null ? undefined : titles.get(id);
  return { ...(id !== null && title !== undefined && { id }), name: title ?? name, ...(hash !== null && { hash }) };
};
