import { Injectable } from '@nestjs/common';
import type { User } from '@visionary/accounts';
import type { Take } from '@visionary/generation';
import { UnitOfWork } from '@visionary/kernel';
import { EMOJIS, SEED_COMMENTS, SCENES } from '../../domain/seed/seed-data.js';
import { POSTS_CACHE_TAG, postCacheTag } from '../../domain/posts/subjects.js';
import { SeedRecords } from '../../domain/seed/seed-records.js';
import { PublishPost } from '../posts/publish-post.js';
import { ReactToPost } from '../comments/react-to-post.js';
import { AddComment } from '../comments/add-comment.js';
import { sampleId } from './sample-ids.js';
import { sceneOf } from './sample-takes.js';

/** Every third image is talked about. */
const TALKED_ABOUT = 3;
/** How many of the others like each. */
const LIKES = [5, 2, 4, 1, 5, 3, 0];

/** Images in the feed, with what users say and feel about them. */
@Injectable()
export class SamplePosts {
  constructor(
    private readonly publish: PublishPost,
    private readonly seedRecords: SeedRecords,
    private readonly react: ReactToPost,
    private readonly comment: AddComment,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns its id */
  async run(n: number, take: Take, users: readonly User[]): Promise<string> {
    const { title, words = '', tags } = sceneOf(n);
    const post = await this.publish.run({
      ...{ userId: take.authorId, clientId: sampleId(`post ${n}`), image: { takeId: take.id, index: 0 } },
      ...{ title: titleOf(n, title), words, tags, contentRating: 'everyone', commentsEnabled: true },
    });
    await this.unitOfWork.run(
      () => this.seedRecords.mark('post', post.id, post.at),
      [POSTS_CACHE_TAG, postCacheTag(post.id)],
    );
    const others = users.filter(({ id }) => id !== take.authorId);
    await this.like(n, post.id, others);
    if (n % TALKED_ABOUT === 0) await this.talk(n, post.id, { author: take.authorId, others });
    return post.id;
  }

  private async like(n: number, postId: string, others: readonly User[]): Promise<void> {
    for (const [at, { id: userId }] of others.slice(0, LIKES[n % LIKES.length]).entries()) {
      await this.react.run({ postId, userId, emoji: EMOJIS[(n + at) % EMOJIS.length] as string, on: true });
    }
  }

  private async talk(
    n: number,
    postId: string,
    { author, others }: { readonly author: string; readonly others: readonly User[] },
  ): Promise<void> {
    const remark = SEED_COMMENTS[(n / TALKED_ABOUT) % SEED_COMMENTS.length];
    const by = remark && others[remark.by % others.length];
    if (!by) return;
    const said = { postId, userId: by.id, clientId: sampleId(`comment ${n}`), text: remark.text };
    const { id: parentId } = await this.comment.run(said);
    if (remark.reply === undefined) return;
    await this.comment.run({
      postId,
      userId: author,
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
