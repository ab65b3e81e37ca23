import { fillText, type Language } from '@visionary/platform/doctor';
import { type LenderText, textsEn } from './texts.en.js';
import { textsZh } from './texts.zh.js';

const TEXTS: Readonly<Record<Language, Readonly<Record<LenderText, string>>>> = { en: textsEn, zh: textsZh };

const MINUTES_FROM_S = 90;

/** What the program prints, in one language. */
export class LenderTexts {
  constructor(readonly language: Language) {}

  of(text: LenderText, values: Readonly<Record<string, string | number>> = {}): string {
    return fillText(TEXTS[this.language][text], values);
  }

  has(text: string): text is LenderText {
    return text in textsEn;
  }

  /** One after the other. */
  join(...sentences: readonly string[]): string {
    return sentences.join(this.language === 'zh' ? '' : ' ');
  }

  /** As the pages of the server show a duration. */
  durationOf(ms: number): string {
    const seconds = ms / 1000;
    if (seconds >= MINUTES_FROM_S) return this.of('minutes', { count: Math.round(seconds / 60) });
    const count = seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds);
    return this.of('seconds', { count });
  }
}
