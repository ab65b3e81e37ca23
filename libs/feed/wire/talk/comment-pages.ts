import { Injectable } from '@nestjs/common';
import { Blocks, personSubject } from '@visionary/accounts';
import type { CommentPage } from '@visionary/contract';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { requireThereFor } from '../../domain/posts/openness.js';
import type { Maturity } from '../../domain/posts/post.js';
import { postSubject, talkSubject } from '../../domain/posts/subjects.js';
import type { Comment } from '../../domain/talk/comments.js';
import { CompleteComments } from '../../usecases/talk/complete-comments.js';
import { PageComments } from '../../usecases/talk/page-comments.js';
import { viewOfPage } from './comment-views.js';

type SharedPage = Sent<{
  readonly maturity: Maturity;
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}>;

const FIRST: Space<SharedPage> = { name: 'first-comments', ttlMs: 30_000, encoding: sent() };
const NOTHING_KEPT: Shows = () => undefined;

/** What is said first beneath a picture: the same for all who hear everybody in it, and beside it what is theirs. */
@Injectable()
export class CommentPages {
  constructor(
    private readonly pages: PageComments,
    private readonly complete: CompleteComments,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a CommentPage. @throws Rejection FEED_POST_NOT_FOUND, to visitors also where it is not for everybody */
  async first(
    postId: string,
    viewerId: string | null,
  ): Promise<{ readonly answer: ReadyAnswer; readonly mine: CommentPage['mine'] }> {
    const shows = [postSubject(postId), talkSubject(postId)];
    const kept = await this.cache.through({ space: FIRST, key: postId, shows }, (more) =>
      this.load(postId, null, more),
    );
    requireThereFor(viewerId, kept.known);
    if (viewerId === null) return { answer: kept.answer, mine: {} };
    const apart = await this.blocks.apart(viewerId, kept.known.authorIds);
    const { known, answer } = apart.size > 0 ? await this.load(postId, viewerId, NOTHING_KEPT) : kept;
    const mine = await this.complete.mine(viewerId, known.ids);
    return { answer, mine: Object.fromEntries([...mine].map(([id, emojis]) => [id, [...emojis]])) };
  }

  private async load(postId: string, viewerId: string | null, shows: Shows): Promise<SharedPage> {
    const page = await this.pages.run({ postId, parentId: null, viewerId });
    const all = [...page.comments, ...page.replies];
    shows(...all.flatMap(peopleIn).map(personSubject));
    const { comments, replies, nextCursor } = viewOfPage(page);
    const { maturity } = page;
    const known = {
      maturity,
      ids: all.map(({ id }) => id),
      authorIds: [...new Set(all.map(({ author }) => author.id))],
    };
    return { known, answer: ReadyAnswer.of({ comments, replies, nextCursor }) };
  }
}

const peopleIn = ({ author, mentions, removed }: Comment): string[] =>
  [author, ...mentions, ...(removed ? [removed.by] : [])].map(({ id }) => id);
