import type { TermMatch } from '@visionary/contract';

export type Texts = Readonly<Record<string, string>>;

/** Listed words of texts as they were when they were looked through. */
export interface Checked {
  readonly texts: Texts;
  readonly hits: readonly TermMatch[];
}

const PATIENCE_MS = 120;

/** Asks about texts a moment after their last change; an answer that was overtaken is not told. */
export class TermChecker {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(
    private readonly ask: (texts: Texts) => Promise<readonly TermMatch[]>,
    private readonly tell: (checked: Checked) => void,
  ) {}

  wants(texts: Texts): void {
    this.stop();
    if (Object.values(texts).every((text) => text.trim() === '')) return this.tell({ texts, hits: [] });
    this.timer = setTimeout(() => void this.check(texts), PATIENCE_MS);
  }

  stop(): void {
    this.asked += 1;
    clearTimeout(this.timer);
  }

  /** What cannot be asked now is not said to be fine: what was known stays until it can. */
  private async check(texts: Texts): Promise<void> {
    const mine = this.asked;
    const hits = await this.ask(texts).catch(() => null);
    if (hits && mine === this.asked) this.tell({ texts, hits });
  }
}

/** Those that still stand where they were found, in texts that may have changed since. */
export const remainingHits = ({ hits }: Checked, now: Texts): readonly TermMatch[] =>
  hits.filter(({ field, start, end, matchedText }) => now[field]?.slice(start, end) === matchedText);
