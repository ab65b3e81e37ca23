import type { TermMatch } from '@visionary/contract';

export type Texts = Readonly<Record<string, string>>;

/** Listed words of texts as they were when they were looked through. */
export interface Checked {
  readonly texts: Texts;
  readonly hits: readonly TermMatch[];
}

const DEBOUNCE_MS = 120;

/** Asks about texts a moment after their last change; an answer that was overtaken is not told. */
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

  /** What cannot be asked now is not said to be fine: what was known stays until it can. */
  private async check(texts: Texts): Promise<void> {
    const mine = this.requests;
    const hits = await this.fetch(texts).catch(() => null);
    if (hits && mine === this.requests) this.onChecked({ texts, hits });
  }
}

/** Those that still stand where they were found, in texts that may have changed since. */
export const remainingHits = ({ hits }: Checked, now: Texts): readonly TermMatch[] =>
  hits.filter(({ field, start, end, matchedText }) => now[field]?.slice(start, end) === matchedText);
