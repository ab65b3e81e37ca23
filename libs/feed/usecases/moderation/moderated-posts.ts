import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type LevelOver,
  type ModeratedKind,
  ModeratedSubjects,
  type Subject,
  type SubjectFacts,
  subjectKey,
} from '@visionary/safety';
import { LaidAside, type LiftedRows } from '../../domain/moderation/laid-aside.js';
import { PostChanged, PostPublished } from '../../domain/posts/events.js';
import { type Maturity, type Post, stricter } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { POSTS, postSubject } from '../../domain/posts/subjects.js';
import { RemovePost } from '../posts/remove-post.js';
import { PostSurroundings } from './post-surroundings.js';

/** Pictures in the feed, for those who moderate: hidden as if removed, and published again as they were. */
@Injectable()
export class ModeratedPosts implements ModeratedKind, OnModuleInit {
  readonly name = 'feed';

  constructor(
    private readonly subjects: ModeratedSubjects,
    private readonly posts: Posts,
    private readonly aside: LaidAside,
    private readonly removing: RemovePost,
    private readonly around: PostSurroundings,
  ) {}

  onModuleInit(): void {
    this.subjects.add('post', this);
  }

  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectFacts>> {
    const posts = await this.posts.byIds(subjects.map(({ id }) => id));
    const rooms = await this.around.rooms.namesOf(posts.flatMap(({ roomId }) => roomId ?? []));
    return new Map(
      posts.map((post) => [subjectKey({ kind: 'post', id: post.id }), factsOf(post, rooms.get(post.roomId ?? ''))]),
    );
  }

  /** The feed is everybody's. */
  async maySee(): Promise<boolean> {
    return true;
  }

  async setAside({ id }: Subject): Promise<object> {
    const rows = await this.aside.readPost(id);
    await this.removing.hide(id);
    return rows;
  }

  async putBack({ id }: Subject, kept: object): Promise<void> {
    this.around.work.touch(POSTS, postSubject(id));
    await this.aside.layPost(kept as LiftedRows);
    const post = await this.posts.byId(id);
    if (post) this.around.work.announce(new PostPublished(post));
  }

  async level({ id }: Subject, maturity: Maturity): Promise<void> {
    this.around.work.touch(POSTS, postSubject(id));
    const post = await this.posts.hold(id);
    if (!post || (post.maturity === maturity && post.atLeast === maturity)) return;
    const change = { maturity, atLeast: maturity };
    await this.posts.change(id, change, post.editedAt ?? post.at);
    if (post.take) await this.around.pictures.decided(post.take.takeId, post.take.index, maturity);
    this.around.work.announce(new PostChanged({ ...post, ...change }, post.mentionIds));
  }

  /** What its author said since then stays. */
  async unlevel({ id }: Subject, levels: LevelOver): Promise<void> {
    this.around.work.touch(POSTS, postSubject(id));
    const post = await this.posts.hold(id);
    if (!post) return;
    const { decided, before, atLeast } = levels;
    const maturity = post.maturity === decided ? stricter(before, atLeast) : post.maturity;
    await this.posts.change(id, { maturity, atLeast }, post.editedAt ?? post.at);
    if (post.take) await this.around.pictures.restored(post.take.takeId, post.take.index, levels, maturity);
    this.around.work.announce(new PostChanged({ ...post, maturity, atLeast }, post.mentionIds));
  }
}

const factsOf = (post: Post, room: string | undefined): SubjectFacts => ({
  ...{ title: post.title, text: post.words, authorId: post.authorId, at: post.at, prompt: post.prompt },
  picture: { ...post.picture, type: 'image/png', maturity: post.maturity },
  ...(post.roomId !== null && room !== undefined && { place: { kind: 'room', id: post.roomId, name: room } }),
  path: `/p/${post.id}`,
});
