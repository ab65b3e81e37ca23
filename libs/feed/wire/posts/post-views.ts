import { Injectable } from '@nestjs/common';
import { People } from '@visionary/accounts';
import { LIMITS, type PersonView, type PostCounts, type PostView, SchedulerName } from '@visionary/contract';
import { KnownModels } from '@visionary/generation';
import { beginningOf } from '@visionary/kernel';
import type { Shows } from '@visionary/platform/cache';
import { nobody, PublicRooms } from '@visionary/rooms';
import type { NamedModel, Post } from '../../domain/posts/post.js';
import { type EmojiCount, Posts } from '../../domain/posts/posts.js';
import { presentPostPicture } from './post-addresses.js';
import { subjectsOf } from './shown-subjects.js';

/** What many posts are shown with: asked for once, however many they are. */
interface Around {
  readonly people: ReadonlyMap<string, PersonView>;
  readonly rooms: ReadonlyMap<string, string>;
  readonly models: ReadonlyMap<string, string>;
  readonly emojis: ReadonlyMap<string, readonly EmojiCount[]>;
}

export interface CountedPost {
  readonly counts: PostCounts;
  readonly maturity: Post['maturity'];
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
    private readonly people: People,
    private readonly rooms: PublicRooms,
    private readonly models: KnownModels,
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
  async byIds(ids: readonly string[], shows?: Shows): Promise<PostView[]> {
    const posts = new Map((await this.posts.byIds(ids)).map((post) => [post.id, post]));
    shows?.(...subjectsOf([...posts.values()]));
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
    return new Map(posts.map((post) => [post.id, { counts: countsOf(post, emojis), maturity: post.maturity }]));
  }

  private async around(posts: readonly Post[]): Promise<Around> {
    const peopleIds = posts.flatMap(({ authorId, people, mentionIds }) => [
      ...[authorId, ...mentionIds],
      ...people.map(([id]) => id),
    ]);
    const [people, rooms, models, emojis] = await Promise.all([
      this.people.byIds(peopleIds),
      this.rooms.namesOf(posts.flatMap(({ roomId }) => roomId ?? [])),
      this.models.titles(),
      this.posts.emojisOf(posts.map(({ id }) => id)),
    ]);
    return { people, rooms, models, emojis };
  }
}

const countsOf = ({ id, comments, views }: Post, emojis: Around['emojis']): PostCounts => ({
  ...{ reactions: [...(emojis.get(id) ?? [])], comments, views },
});

const present = (post: Post, { people, rooms, models, emojis }: Around): PostView => {
  const person = (id: string): PersonView => people.get(id) ?? nobody(id);
  const roomName = post.roomId === null ? undefined : rooms.get(post.roomId);
  const scheduler = SchedulerName.safeParse(post.scheduler);
  const called = post.mentionIds.map(person);
  return {
    ...{ id: post.id, author: person(post.authorId), title: post.title, words: post.words, tags: [...post.tags] },
    ...(called.length > 0 && { mentions: called }),
    at: post.at,
    ...(post.editedAt !== null && { editedAt: post.editedAt }),
    ...{
      maturity: post.maturity,
      commentsOn: post.commentsOn,
      picture: presentPostPicture(post.id, post.picture, post.maturity),
    },
    people: post.people.map(([id, parts]) => ({ person: person(id), parts: [...parts] })),
    ...(post.roomId !== null && roomName !== undefined && { room: { id: post.roomId, name: roomName } }),
    ...(post.model && { model: presentModel(post.model, models) }),
    ...(scheduler.success && { scheduler: scheduler.data }),
    ...{
      prompt: beginningOf(post.prompt, LIMITS.quoteLength),
      counts: countsOf(post, emojis),
      isSample: post.isSample,
    },
  };
};

/** By its name of today, where it is here. */
export const presentModel = ({ id, name, hash }: NamedModel, titles: ReadonlyMap<string, string>) => {
  const title = id === null ? undefined : titles.get(id);
  return { ...(id !== null && title !== undefined && { id }), name: title ?? name, ...(hash !== null && { hash }) };
};
