import { randomUUID } from 'node:crypto';
import { SearchUsers, RoomViewersRegistry } from '@visionary/accounts';
import type { WordTranslations } from '@visionary/generation';
import type { Ids } from '@visionary/kernel';
import { Database } from '@visionary/platform/database';
import { accountsEntities } from '@visionary/accounts';
import { Blocks } from '../../libs/accounts/storage/blocks.js';
import { UserSearch } from '../../libs/accounts/storage/user-search.js';
import { hotScore } from '../../libs/feed/domain/posts/hot-score.js';
import type { NewPost } from '../../libs/feed/domain/posts/post.js';
import { PostSearchIndex } from '../../libs/feed/storage/search/post-search-index.js';
import { Posts } from '../../libs/feed/storage/posts/posts.repository.js';
import { SearchPosts, type PostSearchQuery } from '../../libs/feed/use-cases/search/search-posts.js';
import { createDomainEvents, MikroUnitOfWork } from '../../libs/platform/database/mikro-unit-of-work.js';
import { UuidIds } from '../../libs/platform/database/uuid-ids.js';
import { migratedOrm } from './orm.js';

/** Time of the first post. Each further post is a minute later. */
const BEGINNING = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** What vocabularies of models would say. */
const TRANSLATIONS: Readonly<Record<string, string[]>> = {
  fox: ['狐狸'],
  狐狸: ['fox', 'foxes'],
  cat: ['猫'],
  'hot dog': ['热狗'],
};

interface Executor {
  executeQuery(...args: unknown[]): Promise<unknown>;
}

interface NameRows {
  account: Record<string, unknown>;
  reserved_name: Record<string, unknown>;
}

/** Posts and their search in a separate database, without a server. */
export class PostSearchFixture {
  readonly posts: Posts;
  readonly searchIndex: PostSearchIndex;
  readonly unitOfWork: MikroUnitOfWork;
  readonly finding: SearchPosts;
  private readonly ids: Ids = new UuidIds();
  private published = 0;

  constructor(readonly database: Database) {
    this.unitOfWork = new MikroUnitOfWork(database, createDomainEvents());
    this.posts = new Posts(database);
    this.searchIndex = new PostSearchIndex(database);
    const users = new SearchUsers(new UserSearch(database), new RoomViewersRegistry(), new Blocks(database));
    const words = { of: (word: string) => Promise.resolve(TRANSLATIONS[word] ?? []) } as unknown as WordTranslations;
    this.finding = new SearchPosts(this.searchIndex, users, words);
  }

  static async open(url: string): Promise<PostSearchFixture> {
    return new PostSearchFixture(new Database(await migratedOrm(url, accountsEntities)));
  }

  /** Sorted by creation time. */
  newId(): string {
    return this.ids.next();
  }

  /** Adds a user with this shown name. @returns the id */
  async user(name: string): Promise<string> {
    const id = this.ids.next();
    const query = this.database.query<NameRows>();
    const account = {
      id,
      username: name,
      display_name: null,
      folded_name: `${name} ${id}`,
      confusable_name: `${name} ${id}`,
      password_hash: 'x',
      ...{ language: 'en', theme: 'light', avatar: null, role: 'member', bio: '', created_at: BEGINNING },
    };
    await query.insertInto('account').values(account).execute();
    await query
      .insertInto('reserved_name')
      .values({ name_key: `f:${name.toLowerCase()}`, account_id: id, is_display_name: 1 })
      .execute();
    return id;
  }

  post(about: Partial<NewPost> = {}): NewPost {
    const at = BEGINNING + this.published++ * MINUTE_MS;
    const likes = about.likes ?? 0;
    return {
      ...{ id: this.ids.next(), authorId: randomUUID(), clientId: randomUUID(), take: null, roomId: null },
      image: { sha256: 'a'.repeat(64), width: 64, height: 64 },
      ...{
        participants: [],
        mentionIds: [],
        prompt: '',
        model: null,
        scheduler: null,
        title: '',
        description: '',
        tags: [],
      },
      contentRating: 'everyone',
      minimumRating: 'everyone',
      commentsEnabled: true,
      replayEnabled: false,
      replay: null,
      parent: { postId: null, takeId: null },
      parameters: null,
      ...{ at, editedAt: null, hot: hotScore({ likes, comments: 0, at }), comments: 0, views: 0, isSample: false },
      ...about,
      likes,
    };
  }

  /** Adds a post and its index entry. */
  async publishes(about: Partial<NewPost> = {}): Promise<NewPost> {
    const post = this.post(about);
    await this.publishAll([post]);
    return post;
  }

  /** Adds posts in transactions of a thousand. */
  async publishAll(posts: readonly NewPost[]): Promise<void> {
    for (let from = 0; from < posts.length; from += 1_000) {
      const some = posts.slice(from, from + 1_000);
      await this.unitOfWork.run(async () => {
        for (const post of some) await this.posts.add(post);
        await this.searchIndex.indexPosts(some.map(({ id }) => id));
      });
    }
  }

  /** @returns the number of all queries outside of transactions meanwhile */
  async queriesDuring(work: () => Promise<unknown>): Promise<number> {
    const client = this.database.orm.em.getConnection().getClient() as unknown as { getExecutor(): Executor };
    const executor = client.getExecutor();
    const execute = executor.executeQuery;
    let queries = 0;
    executor.executeQuery = (...args) => {
      queries += 1;
      return execute.apply(executor, args);
    };
    await work().finally(() => (executor.executeQuery = execute));
    return queries;
  }

  find(text: string, searchQuery: Partial<PostSearchQuery> = {}) {
    return this.finding.run({ text, filters: {}, sort: 'relevance', cursor: undefined, limit: 20, ...searchQuery });
  }
}
