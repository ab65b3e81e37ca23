import { PostSearchIndex } from './storage/search/post-search-index.js';
import { TagsRepository } from './storage/search/tags.repository.js';
import { PostIndexer } from './use-cases/search/post-indexer.js';
import { SearchPosts } from './use-cases/search/search-posts.js';
import { SearchTags } from './use-cases/search/search-tags.js';
import { PostResults } from './api/search/post-results.js';
import { SearchController } from './api/search/search.controller.js';
import { SearchPresenter } from './api/search/search-presenter.js';
import { Suggestions } from './api/search/suggestions.js';

/** Search in posts, users, rooms, models, and tags. */
export const search = {
  controllers: [SearchController],
  providers: [
    PostSearchIndex,
    TagsRepository,
    SearchPosts,
    SearchTags,
    PostResults,
    SearchPresenter,
    Suggestions,
    PostIndexer,
  ],
};
