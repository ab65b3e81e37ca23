import { FindLimits } from './domain/search/limits.js';
import { PostSearchIndex } from './domain/search/post-search-index.js';
import { Tags } from './domain/search/tags.js';
import { SqlPostSearchIndex } from './storage/search/sql-post-search-index.js';
import { SqlTags } from './storage/search/sql-tags.js';
import { SearchPosts } from './use-cases/search/search-posts.js';
import { SearchTags } from './use-cases/search/search-tags.js';
import { IndexPosts } from './use-cases/search/index-posts.js';
import { SearchController } from './api/search/search.controller.js';
import { PostResults } from './api/search/post-results.js';
import { SearchPresenter } from './api/search/search-presenter.js';
import { PostIndexer } from './api/search/post-indexer.js';
import { Suggestions } from './api/search/suggestions.js';
import { findLimits } from './api/users/contract-limits.js';

/** One box over posts, users, rooms, models and tags. */
export const finding = {
  controllers: [SearchController],
  providers: [
    { provide: PostSearchIndex, useClass: SqlPostSearchIndex },
    { provide: Tags, useClass: SqlTags },
    { provide: FindLimits, useValue: findLimits },
    ...[SearchPosts, SearchTags, IndexPosts],
    ...[PostResults, SearchPresenter, Suggestions, PostIndexer],
  ],
};
