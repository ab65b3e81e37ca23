import { Injectable } from '@nestjs/common';
import type { Person } from '@visionary/accounts';
import type { Take } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { EMOJIS, REMARKS, SCENES } from '../../domain/samples/cast.js';
import { POSTS, postSubject } from '../../domain/posts/subjects.js';
import { Samples } from '../../domain/samples/samples.js';
import { PublishPost } from '../posts/publish-post.js';
import { ReactToPost } from '../talk/react-to-post.js';
import { SayComment } from '../talk/say-comment.js';
import { sampleId } from './sample-ids.js';
import { sceneOf } from './sample-takes.js';

/** Every third picture is talked about. */
const TALKED_ABOUT = 3;
/** How many of the others like each. */
const LIKES = [5, 2, 4, 1, 5, 3, 0];

/** Pictures in the feed, with what people say and feel about them. */
@Injectable()
export class SamplePosts {
  constructor(
    private readonly publish: PublishPost,
    private readonly samples: Samples,
    private readonly react: ReactToPost,
    private readonly comment: SayComment,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns its id */
  async run(n: number, take: Take, people: readonly Person[]): Promise<string> {
    const { title, words = '', tags } = sceneOf(n);
    const post = await this.publish.run({
      ...{ personId: take.authorId, clientId: sampleId(`post ${n}`), picture: { takeId: take.id, index: 0 } },
      ...{ title: titleOf(n, title), words, tags, maturity: 'everybody', commentsOn: true },
    });
    await this.unitOfWork.run(() => this.samples.mark('post', post.id, post.at), [POSTS, postSubject(post.id)]);
    const others = people.filter(({ id }) => id !== take.authorId);
    await this.like(n, post.id, others);
    if (n % TALKED_ABOUT === 0) await this.talk(n, post.id, { author: take.authorId, others });
    return post.id;
  }

  private async like(n: number, postId: string, others: readonly Person[]): Promise<void> {
    for (const [at, { id: personId }] of others.slice(0, LIKES[n % LIKES.length]).entries()) {
      await this.react.run({ postId, personId, emoji: EMOJIS[(n + at) % EMOJIS.length] as string, on: true });
    }
  }

  private async talk(
    n: number,
    postId: string,
    { author, others }: { readonly author: string; readonly others: readonly Person[] },
  ): Promise<void> {
    const remark = REMARKS[(n / TALKED_ABOUT) % REMARKS.length];
    const by = remark && others[remark.by % others.length];
    if (!by) return;
    const said = { postId, personId: by.id, clientId: sampleId(`comment ${n}`), text: remark.text };
    const { id: parentId } = await this.comment.run(said);
    if (remark.reply === undefined) return;
    await this.comment.run({
      postId,
      personId: author,
      clientId: sampleId(`reply ${n}`),
      parentId,
      text: remark.reply,
    });
  }
}

/** The second time round says so. */
const titleOf = (n: number, title: string): string => {
  const round = Math.floor(n / SCENES.length);
  return round === 0 ? title : `${title} ${round + 1}`;
};
