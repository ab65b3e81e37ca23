import type { VolatilePayload, PostFilters } from '@visionary/contract';
import type { FeedView } from './feed-query.js';

type Published = VolatilePayload<'feed.published'>;

export interface FeedViewer {
  readonly followed: ReadonlySet<string>;
  readonly blocked: ReadonlySet<string>;
}

/** Whether a new post belongs at the top of this view. The hot tab has no live updates. */
export function matchesFeed(
  published: Published,
  { tab, filters }: FeedView,
  { followed, blocked }: FeedViewer,
): boolean {
  const { post } = published;
  if (blocked.has(post.author.id) || !matchesFilters(published, filters)) return false;
  switch (tab) {
    case 'new':
      return true;
    case 'following':
      return followed.has(post.author.id);
    case 'hot':
      return false;
    default:
      return tab satisfies never;
  }
}

const matchesFilters = (
  { post, loraIds = [] }: Published,
  { tag, model, lora, scheduler, authorId }: PostFilters,
): boolean =>
  (tag === undefined || post.tags.includes(tag.toLowerCase())) &&
  (model === undefined || post.model?.id === model) &&
  (lora === undefined || loraIds.includes(lora)) &&
  (scheduler === undefined || post.scheduler === scheduler) &&
  (authorId === undefined || post.author.id === authorId);
