import { Injectable } from '@nestjs/common';
import { Blocks } from '@visionary/accounts';
import { LIMITS, type PostPage } from '@visionary/contract';
import { HUB } from '@visionary/hub';
import { Rejection } from '@visionary/kernel';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import type { MadePost } from '../../domain/gallery/made-posts.js';
import { POSTS } from '../../domain/posts/subjects.js';
import { type MadePage, PageMade } from '../../usecases/gallery/page-made.js';
import { ShownPosts } from '../shown-posts.js';
import type { Viewer } from '../viewer.js';

type SharedPage = Sent<{
  readonly maturity: MadePage['maturity'];
  readonly ids: readonly string[];
  readonly authorIds: readonly string[];
}>;

interface Asked {
  readonly modelId: string;
  readonly versionId?: string | undefined;
  readonly cursor?: string | undefined;
}

/** How often posts were looked at may be so old. */
const MADE: Space<SharedPage> = { name: 'made-with', ttlMs: 30_000, encoding: sent() };
const NOTHING_KEPT: Shows = () => undefined;

/** Pictures made with a model: the same for whoever looks and has blocked nobody there, and beside them what is theirs. */
@Injectable()
export class MadePages {
  constructor(
    private readonly pages: PageMade,
    private readonly posts: ShownPosts,
    private readonly blocks: Blocks,
    private readonly cache: Cache,
  ) {}

  /** @returns a PostPage. @throws Rejection as PageMade, HUB_MODEL_NOT_FOUND to visitors also where it is not for everybody */
  async page(
    asked: Asked,
    { personId, forEverybody }: Viewer,
  ): Promise<{ readonly answer: ReadyAnswer; readonly mine: PostPage['mine'] }> {
    const maySee = ({ isForEverybody }: MadePost) => isForEverybody || !forEverybody;
    const key = JSON.stringify([asked.modelId, asked.versionId ?? '', asked.cursor ?? '', forEverybody]);
    // New pictures stand on first pages alone.
    const shows = asked.cursor === undefined ? [HUB, POSTS] : [HUB];
    const kept = await this.cache.through({ space: MADE, key, shows }, (more) => this.load(asked, maySee, more));
    if (personId === null && kept.known.maturity !== 'everybody') throw new Rejection('HUB_MODEL_NOT_FOUND');
    const hidden = new Set(personId === null ? [] : await this.blocks.of(personId));
    const hides = kept.known.authorIds.some((id) => hidden.has(id));
    const unblocked = (post: MadePost) => maySee(post) && !hidden.has(post.authorId);
    const { known, answer } = hides ? await this.load(asked, unblocked, NOTHING_KEPT) : kept;
    return { answer, mine: await this.posts.mine(known.ids, personId) };
  }

  private async load(asked: Asked, seen: (post: MadePost) => boolean, shows: Shows): Promise<SharedPage> {
    const { maturity, posts, nextCursor } = await this.pages.run(asked, LIMITS.postsPerPage, seen);
    const ids = posts.map(({ id }) => id);
    const page: Omit<PostPage, 'mine'> = { posts: await this.posts.shared(ids, shows), nextCursor };
    return { known: { maturity, ids, authorIds: posts.map(({ authorId }) => authorId) }, answer: ReadyAnswer.of(page) };
  }
}
