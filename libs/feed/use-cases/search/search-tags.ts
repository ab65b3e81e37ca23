import { Injectable } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { type TagCount, TagsRepository } from '../../storage/search/tags.repository.js';
import { PostPages } from '../../storage/posts/sql-post-pages.js';

/** Other nodes change tags without notice. */
const CACHE_TTL_MS = 15_000;
/** A recount waits this many times as long as the last one took. */
const MIN_PAUSE_FACTOR = 20;
/** Candidates per shown tag: some are used only on sensitive posts. */
const CANDIDATES_PER_TAG = 4;
const MAX_CACHED_COUNTS = 2_000;

/** Finds tags by a part of their text. Counts of all tags are cached, because clients search with every keystroke. */
@Injectable()
export class SearchTags {
  private cachedCounts:
    | { readonly tags: readonly TagCount[]; readonly at: number; readonly tookMs: number }
    | undefined;
  private counting: Promise<readonly TagCount[]> | undefined;
  private isStale = false;
  /** Posts for everyone by tag. */
  private readonly everyoneCounts = new Map<string, number>();

  constructor(
    private readonly tags: TagsRepository,
    private readonly clock: Clock,
    private readonly pages: PostPages,
  ) {}

  /**
   * Tags that start with the text first, then the most used.
   * @param forEveryone counts only posts for everyone, up to LIMITS.searchTotal
   */
  async run(text: string, limit: number, forEveryone: boolean): Promise<TagCount[]> {
    const search = text.normalize('NFKC').toLowerCase().trim().replace(/^#/, '');
    if (search === '') return [];
    const found = (await this.allTags()).filter(({ tag }) => tag.includes(search));
    const rank = ({ tag }: TagCount) => (tag.startsWith(search) ? 0 : 1);
    found.sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.tag < b.tag ? -1 : 1));
    return forEveryone ? this.everyoneTags(found, limit) : found.slice(0, limit);
  }

  /** Posts changed. */
  markStale(): void {
    this.isStale = true;
    this.everyoneCounts.clear();
  }

  private async everyoneTags(tags: readonly TagCount[], limit: number): Promise<TagCount[]> {
    const usedTags: TagCount[] = [];
    for (const { tag } of tags.slice(0, limit * CANDIDATES_PER_TAG)) {
      const count = await this.everyoneCount(tag);
      if (count > 0) usedTags.push({ tag, count });
      if (usedTags.length === limit) break;
    }
    return usedTags;
  }

  private async everyoneCount(tag: string): Promise<number> {
    const cachedCount = this.everyoneCounts.get(tag);
    if (cachedCount !== undefined) return cachedCount;
    const count = await this.pages.count({ tag, forEveryone: true }, LIMITS.searchTotal);
    if (this.everyoneCounts.size >= MAX_CACHED_COUNTS) this.everyoneCounts.clear();
    this.everyoneCounts.set(tag, count);
    return count;
  }

  private async allTags(): Promise<readonly TagCount[]> {
    const { cachedCounts } = this;
    const ageMs = cachedCounts ? this.clock.now() - cachedCounts.at : Infinity;
    if (cachedCounts && ageMs < CACHE_TTL_MS && (!this.isStale || ageMs < MIN_PAUSE_FACTOR * cachedCounts.tookMs)) {
      return cachedCounts.tags;
    }
    return (this.counting ??= this.recount().finally(() => (this.counting = undefined)));
  }

  private async recount(): Promise<readonly TagCount[]> {
    this.isStale = false;
    this.everyoneCounts.clear();
    const start = this.clock.now();
    const tags = await this.tags.all();
    const at = this.clock.now();
    this.cachedCounts = { tags, at, tookMs: at - start };
    return tags;
  }
}
