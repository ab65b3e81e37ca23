import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { FindLimits } from '../../domain/search/limits.js';
import { Tags, type TagUse } from '../../domain/search/tags.js';
import { PostPages } from '../../domain/posts/post-pages.js';

/** Other nodes change them, too. */
const KEPT_MS = 15_000;
/** They are counted anew after a change, but not more than this part of the time. */
const REST = 20;
/** For each that is shown so many are tried: others have them on images that are not for everybody. */
const TRIED_FOR_EACH = 4;
const OPEN_KEPT = 2_000;

/** Tags by a part of them. All of them are kept counted, for users ask with every letter they type. */
@Injectable()
export class SearchTags {
  private known: { readonly tags: readonly TagUse[]; readonly at: number; readonly tookMs: number } | undefined;
  private counting: Promise<readonly TagUse[]> | undefined;
  private isOutdated = false;
  /** How many posts for everybody have a tag, of those that were asked for. */
  private readonly open = new Map<string, number>();

  constructor(
    private readonly tags: Tags,
    private readonly clock: Clock,
    private readonly pages: PostPages,
    private readonly limits: FindLimits,
  ) {}

  /**
   * Those that begin with it first, of them the most used.
   * @param forEverybody whether posts that are not count for nothing; then it is counted as far as a search counts
   */
  async run(text: string, limit: number, forEverybody: boolean): Promise<TagUse[]> {
    const wanted = text.normalize('NFKC').toLowerCase().trim().replace(/^#/, '');
    if (wanted === '') return [];
    const found = (await this.all()).filter(({ tag }) => tag.includes(wanted));
    const rank = ({ tag }: TagUse) => (tag.startsWith(wanted) ? 0 : 1);
    found.sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.tag < b.tag ? -1 : 1));
    return forEverybody ? this.ofOpen(found, limit) : found.slice(0, limit);
  }

  /** Posts have come, changed or gone. */
  markStale(): void {
    this.isOutdated = true;
    this.open.clear();
  }

  private async ofOpen(tags: readonly TagUse[], limit: number): Promise<TagUse[]> {
    const shown: TagUse[] = [];
    for (const { tag } of tags.slice(0, limit * TRIED_FOR_EACH)) {
      const count = await this.openCount(tag);
      if (count > 0) shown.push({ tag, count });
      if (shown.length === limit) break;
    }
    return shown;
  }

  private async openCount(tag: string): Promise<number> {
    const known = this.open.get(tag);
    if (known !== undefined) return known;
    const count = await this.pages.count({ tag, forEverybody: true }, this.limits.searchTotal);
    if (this.open.size >= OPEN_KEPT) this.open.clear();
    this.open.set(tag, count);
    return count;
  }

  private async all(): Promise<readonly TagUse[]> {
    const { known } = this;
    const ageMs = known ? this.clock.now() - known.at : Infinity;
    if (known && ageMs < KEPT_MS && (!this.isOutdated || ageMs < REST * known.tookMs)) return known.tags;
    return (this.counting ??= this.count().finally(() => (this.counting = undefined)));
  }

  private async count(): Promise<readonly TagUse[]> {
    this.isOutdated = false;
    this.open.clear();
    const begun = this.clock.now();
    const tags = await this.tags.all();
    const at = this.clock.now();
    this.known = { tags, at, tookMs: at - begun };
    return tags;
  }
}
