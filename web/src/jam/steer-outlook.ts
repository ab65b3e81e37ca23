import { LIMITS, type TakeView } from '@visionary/contract';
import { wordsNow } from '../generation/takes.js';
import { changesBetween } from '../generation/word-change.js';
import type { Words } from '../generation/asking.js';

/** What pressing Steer would lead to: why not now, or from which step the new words would hold. */
export type SteerOutlook =
  | {
      readonly can: false;
      readonly why: 'offline' | 'same' | 'sent' | 'empty' | 'tooLong' | 'words' | 'lastStep' | 'tooOften';
      readonly from: number;
    }
  | { readonly can: true; readonly from: number; readonly changes: number };

export interface SteerSources {
  readonly take: Pick<TakeView, 'prompt' | 'negative' | 'steers'>;
  /** Of the picture that renders, and whether more pictures follow it. */
  readonly step: number;
  readonly steps: number;
  readonly isLastPicture: boolean;
  readonly words: Words;
  /** On their way, not in the picture yet. */
  readonly sent: Words | null;
  readonly connected: boolean;
  /** Words in them are refused. */
  readonly isRefused?: boolean;
}

const same = (one: Words, other: Words) => one.prompt === other.prompt && one.negative === other.negative;

export function steerOutlook(now: SteerSources): SteerOutlook {
  const from = Math.min(now.steps, now.step + 1);
  const why = reasonAgainst(now);
  return why
    ? { can: false, why, from }
    : { can: true, from, changes: changesBetween(wordsNow(now.take), now.words).length };
}

function reasonAgainst({
  take,
  words,
  sent,
  ...now
}: SteerSources): Extract<SteerOutlook, { can: false }>['why'] | null {
  if (!now.connected) return 'offline';
  if (sent && same(sent, words)) return 'sent';
  if (same(wordsNow(take), words)) return 'same';
  if (words.prompt.trim() === '') return 'empty';
  if (Math.max(words.prompt.length, words.negative.length) > LIMITS.promptLength) return 'tooLong';
  if (now.isRefused) return 'words';
  if ((take.steers?.length ?? 0) >= LIMITS.steersPerTake) return 'tooOften';
  return now.isLastPicture && now.step >= now.steps ? 'lastStep' : null;
}
