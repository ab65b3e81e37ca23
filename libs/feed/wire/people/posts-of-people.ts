import { Injectable } from '@nestjs/common';
import type { PostPage } from '@visionary/contract';
import { Cache, type Sent, sent, type Shows, type Space } from '@visionary/platform/cache';
import { ReadyAnswer } from '@visionary/platform/http';
import { profileSubject } from '../../domain/people/subjects.js';
import { ReadProfile } from '../../usecases/people/read-profile.js';
import { ShownPosts } from '../shown-posts.js';

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
    viewerId: string | null,
  ): Promise<{ readonly answer: ReadyAnswer; readonly mine: PostPage['mine'] }> {
    const entry = { space: POSTS_OF, key: JSON.stringify([personId, cursor ?? '']), shows: [profileSubject(personId)] };
    const { known, answer } = await this.cache.through(entry, (shows) => this.load(personId, cursor, shows));
    return { answer, mine: await this.posts.mine(known.ids, viewerId) };
  }

  private async load(personId: string, cursor: string | undefined, shows: Shows): Promise<SharedPage> {
    const { ids, nextCursor } = await this.readProfile.posts(personId, cursor);
    const page: Omit<PostPage, 'mine'> = { posts: await this.posts.shared(ids, shows), nextCursor };
    return { known: { ids }, answer: ReadyAnswer.of(page) };
  }
}
