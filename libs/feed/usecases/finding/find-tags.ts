import { Injectable } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import { Tags, type TagUse } from '../../domain/finding/tags.js';

/** Other nodes change them, too. */
const KEPT_MS = 15_000;
/** They are counted anew after a change, but not more than this part of the time. */
const REST = 20;

/** Tags by a part of them. All of them are kept counted, for people ask with every letter they type. */
@Injectable()
export class FindTags {
  private known: { readonly tags: readonly TagUse[]; readonly at: number; readonly tookMs: number } | undefined;
  private counting: Promise<readonly TagUse[]> | undefined;
  private isOutdated = false;

  constructor(
    private readonly tags: Tags,
    private readonly clock: Clock,
  ) {}

  /** Those that begin with it first, of them the most used. */
  async run(text: string, limit: number): Promise<TagUse[]> {
    const wanted = text.normalize('NFKC').toLowerCase().trim().replace(/^#/, '');
    if (wanted === '') return [];
    const found = (await this.all()).filter(({ tag }) => tag.includes(wanted));
    const rank = ({ tag }: TagUse) => (tag.startsWith(wanted) ? 0 : 1);
    return found.sort((a, b) => rank(a) - rank(b) || b.count - a.count || (a.tag < b.tag ? -1 : 1)).slice(0, limit);
  }

  /** Posts have come, changed or gone. */
  outdate(): void {
    this.isOutdated = true;
  }

  private async all(): Promise<readonly TagUse[]> {
    const { known } = this;
    const ageMs = known ? this.clock.now() - known.at : Infinity;
    if (known && ageMs < KEPT_MS && (!this.isOutdated || ageMs < REST * known.tookMs)) return known.tags;
    return (this.counting ??= this.count().finally(() => (this.counting = undefined)));
  }

  private async count(): Promise<readonly TagUse[]> {
    this.isOutdated = false;
    const begun = this.clock.now();
    const tags = await this.tags.all();
    const at = this.clock.now();
    this.known = { tags, at, tookMs: at - begun };
    return tags;
  }
}
