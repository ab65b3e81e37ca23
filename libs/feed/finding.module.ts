import { FindLimits } from './domain/finding/limits.js';
import { PostWords } from './domain/finding/post-words.js';
import { Tags } from './domain/finding/tags.js';
import { SqlPostWords } from './storage/finding/sql-post-words.js';
import { SqlTags } from './storage/finding/sql-tags.js';
import { FindPosts } from './usecases/finding/find-posts.js';
import { FindTags } from './usecases/finding/find-tags.js';
import { IndexPosts } from './usecases/finding/index-posts.js';
import { FindingController } from './wire/finding/finding.controller.js';
import { FoundPosts } from './wire/finding/found-posts.js';
import { FoundViews } from './wire/finding/found-views.js';
import { KeepPostsFound } from './wire/finding/keep-posts-found.js';
import { Suggestions } from './wire/finding/suggestions.js';
import { findLimits } from './wire/people/contract-limits.js';

/** One box over posts, people, rooms, models and tags. */
export const finding = {
  controllers: [FindingController],
  providers: [
    { provide: PostWords, useClass: SqlPostWords },
    { provide: Tags, useClass: SqlTags },
    { provide: FindLimits, useValue: findLimits },
    ...[FindPosts, FindTags, IndexPosts],
    ...[FoundPosts, FoundViews, Suggestions, KeepPostsFound],
  ],
};
