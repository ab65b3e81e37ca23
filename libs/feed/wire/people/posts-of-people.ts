import { Injectable } from '@nestjs/common';
import type { PostPage } from '@visionary/contract';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { profileSubject } from '../../domain/people/subjects.js';
import { ReadProfile } from '../../usecases/people/read-profile.js';
import { ShownPosts } from '../shown-posts.js';
import type { Viewer } from '../viewer.js';

interface Asked {
  readonly personId: string;
  readonly cursor: string | undefined;
  readonly forEverybody: boolean;
}

type SharedPage = Sent<{ readonly ids: readonly string[] }>;

/** How often posts were looked at may be so old. */
const POSTS_OF: Space<SharedPage> = { name: 'posts-of', ttlMs: 30_000, encoding: sent() };

/** What somebody published and took part in: the same for whoever looks, and beside it what is theirs. */
@Injectable()
export class PostsOfPeople {
  constructor(
    private readonly readProfile: ReadProfile,
    private readonly posts: ShownPosts,
    private readonly cache: Cache,
  ) {}

  /** @returns a PostPage. @throws Rejection INVALID for a cursor that is none */
  async page(
    personId: string,
    cursor: string | undefined,
    viewer: Viewer,
  ): Promise<{ readonly answer: ReadyAnswer; readonly mine: PostPage['mine'] }> {
    // One's own are one's own to see.
    const forEverybody = viewer.forEverybody && viewer.personId !== personId;
    const key = JSON.stringify([personId, cursor ?? '', forEverybody]);
    const entry = { space: POSTS_OF, key, shows: [profileSubject(personId)] };
    const { known, answer } = await this.cache.through(entry, (shows) =>
      this.load({ personId, cursor, forEverybody }, shows),
    );
    return { answer, mine: await this.posts.mine(known.ids, viewer.personId) };
  }

  private async load({ personId, cursor, forEverybody }: Asked, shows: Shows): Promise<SharedPage> {
    const { ids, nextCursor } = await this.readProfile.posts(personId, cursor, forEverybody);
    const page: Omit<PostPage, 'mine'> = { posts: await this.posts.shared(ids, shows), nextCursor };
    return { known: { ids }, answer: ReadyAnswer.of(page) };
  }
}
