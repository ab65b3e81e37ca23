import { Injectable } from '@nestjs/common';
import { mentionsIn, Rejection } from '@visionary/kernel';
import { type CheckedWords, CheckWords } from '@visionary/safety';
import type { Post } from '../../domain/posts/post.js';
import { Posts } from '../../domain/posts/posts.js';
import { TalkLimits } from '../../domain/talk/limits.js';
import { HoldCompany } from './hold-company.js';

export interface Thread {
  readonly post: Post;
  /** Those whom the text calls and who can be told, in its order. */
  readonly mentionIds: readonly string[];
  /** ms since 1970. */
  readonly at: number;
  /** What is said, as it may be kept. */
  readonly said: CheckedWords<{ readonly text: string }>;
}

/** Inside a transaction, first of all: a picture that somebody says something about, and those who will hear of it. */
@Injectable()
export class HoldThread {
  constructor(
    private readonly posts: Posts,
    private readonly company: HoldCompany,
    private readonly limits: TalkLimits,
    private readonly words: CheckWords,
  ) {}

  /**
   * @param answeredIds whom the words answer
   * @throws Rejection FEED_POST_NOT_FOUND, FEED_COMMENTS_OFF, PEOPLE_UNREACHABLE where the picture's author or somebody who
   *   is answered does not hear from this person, UNAUTHENTICATED, SAFETY_WORDS
   */
  async run(wanted: {
    readonly postId: string;
    readonly personId: string;
    readonly text: string;
    readonly answeredIds: readonly string[];
  }): Promise<Thread> {
    const { postId, personId, answeredIds } = wanted;
    const said = await this.words.run('chat', { text: wanted.text });
    const authorId = (await this.posts.byId(postId))?.authorId;
    if (authorId === undefined) throw new Rejection('FEED_POST_NOT_FOUND');
    const called = mentionsIn(said.texts.text, this.limits.mentionsPerComment).people;
    const { near, apart } = await this.company.run(personId, [authorId, ...answeredIds, ...called]);
    if ([authorId, ...answeredIds].some((id) => apart.has(id))) throw new Rejection('PEOPLE_UNREACHABLE');
    // From here on nothing else is said about this picture.
    const post = await this.posts.hold(postId);
    if (!post) throw new Rejection('FEED_POST_NOT_FOUND');
    if (!post.commentsOn) throw new Rejection('FEED_COMMENTS_OFF');
    return { post, mentionIds: called.filter((id) => near.has(id)), at: this.company.now(), said };
  }
}
