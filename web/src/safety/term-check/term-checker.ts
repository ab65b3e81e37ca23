import type { TermMatch } from '@visionary/contract';

export type Texts = Readonly<Record<string, string>>;

/** Blocked terms of the texts that were checked. */
export interface Checked {
  readonly texts: Texts;
  readonly hits: readonly TermMatch[];
}

const DEBOUNCE_MS = 120;

/** Checks texts, debounced. Drops outdated responses. */
export class TermChecker {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private requests = 0;

  constructor(
    private readonly fetch: (texts: Texts) => Promise<readonly TermMatch[]>,
    private readonly onChecked: (checked: Checked) => void,
  ) {}

  request(texts: Texts): void {
    this.stop();
    if (Object.values(texts).every((text) => text.trim() === '')) return this.onChecked({ texts, hits: [] });
    this.timer = setTimeout(() => void this.check(texts), DEBOUNCE_MS);
  }

  stop(): void {
    this.requests += 1;
    clearTimeout(this.timer);
  }

  /** After an error the known hits stay until the next check. */
  private async check(texts: Texts): Promise<void> {
    const mine = this.requests;
    const hits = await this.fetch(texts).catch(() => null);
    if (hits && mine === this.requests) this.onChecked({ texts, hits });
  }
}

/** Hits whose text is unchanged since the check. */
export const remainingHits = ({ hits }: Checked, now: Texts): readonly TermMatch[] =>
  hits.filter(({ field, start, end, matchedText }) => now[field]?.slice(start, end) === matchedText);
