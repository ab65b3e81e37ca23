import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { type FeedQuery, LIMITS, type PostPage } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { MyMarks } from '../../domain/posts/my-marks.js';
import type { PostPlace, PostQuery } from '../../domain/posts/post-pages.js';
import { POSTS } from '../../domain/posts/subjects.js';
import { PagePosts } from '../../usecases/posts/page-posts.js';
import { cursorOf, placeIn } from './cursors.js';
import type { Viewer } from '../viewer.js';
import { PostViews } from './post-views.js';
import { subjectsOf } from './shown-subjects.js';

/** Of a page that is the same for everybody. */
interface Shown {
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}
type SharedPage = Sent<Shown>;
interface PageSeen {
  readonly answer: ReadyAnswer;
  readonly mine: PostPage['mine'];
}

/** How often posts were looked at may be so old. */
const NEW: Space<SharedPage> = { name: 'new-posts', ttlMs: 30_000, encoding: sent() };
/** So may what rises in their order. */
const HOT: Space<SharedPage> = { name: 'hot-posts', ttlMs: 10_000, encoding: sent() };
const NOTHING_KEPT: Shows = () => undefined;
const NOBODY: ReadonlySet<string> = new Set();

/** Pages of the feed: what everybody sees, and beside it what is theirs who asks. */
@Injectable()
export class FeedPages {
  constructor(
    private readonly pagePosts: PagePosts,
    private readonly views: PostViews,
    private readonly marks: MyMarks,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /**
   * @returns a PostPage: what of it is the same for many, and what is theirs who ask
   * @throws Rejection INVALID for a cursor that is none, UNAUTHENTICATED for a visitor who follows nobody
   */
  async page(query: FeedQuery, viewer: Viewer): Promise<PageSeen> {
    const { personId } = viewer;
    if (query.tab === 'following' && personId === null) throw new Rejection('UNAUTHENTICATED');
    const hidden = new Set(personId === null ? [] : await this.blocks.of(personId));
    const { known, answer } = await this.asSeenBy(query, viewer, hidden);
    return { answer, mine: await this.mine(known.ids, personId) };
  }

  /** The same for everybody, unless somebody on it is blocked, or it is made of those whom one follows. */
  private async asSeenBy(
    { tab, cursor, ...asked }: FeedQuery,
    { personId, forEverybody }: Viewer,
    hidden: ReadonlySet<string>,
  ): Promise<SharedPage> {
    const after = placeIn(cursor);
    // One's own are one's own to see.
    const filters = { ...asked, forEverybody: forEverybody && (personId === null || asked.authorId !== personId) };
    const query = { order: tab === 'hot' ? 'hot' : 'new', filters } as const;
    if (tab === 'following') {
      return this.load({ ...query, followedBy: personId ?? undefined }, after, hidden, NOTHING_KEPT);
    }
    const { tag = '', model = '', lora = '', scheduler = '', authorId = '' } = filters;
    // New posts stand on first pages alone; a tag may come to any post.
    const shows = cursor === undefined || tag !== '' ? [POSTS] : [];
    const space = tab === 'hot' ? HOT : NEW;
    const key = JSON.stringify([cursor ?? '', tag, model, lora, scheduler, authorId, filters.forEverybody]);
    const kept = await this.cache.through({ space, key, shows }, (more) => this.load(query, after, NOBODY, more));
    return kept.known.authorIds.some((id) => hidden.has(id)) ? this.load(query, after, hidden, NOTHING_KEPT) : kept;
  }

  private async load(
    query: PostQuery,
    after: PostPlace | null,
    hidden: ReadonlySet<string>,
    shows: Shows,
  ): Promise<SharedPage> {
    const { posts, next } = await this.pagePosts.run(query, after, LIMITS.postsPerPage, hidden);
    shows(...subjectsOf(posts));
    const page: Omit<PostPage, 'mine'> = { posts: await this.views.many(posts), nextCursor: cursorOf(next) };
    const known = { ids: posts.map(({ id }) => id), authorIds: posts.map(({ authorId }) => authorId) };
    return { known, answer: ReadyAnswer.of(page) };
  }

  private async mine(ids: readonly string[], personId: string | null): Promise<PostPage['mine']> {
    if (personId === null) return {};
    return Object.fromEntries(await this.marks.reactionsTo(ids, personId));
  }
}
