import type { Defect } from './defects/defect.js';

/** From which score on a class of the network makes an image what; a limit that is off, or not named, is never reached. */
export interface ClassThresholds {
  /** Only for users who want to see such images. */
  readonly adult?: number | 'off';
  /** For nobody until a moderator has looked at it. */
  readonly held?: number | 'off';
  readonly forbidden?: number | 'off';
}

/** Limits by the names of the network's classes. */
export type Thresholds = Readonly<Record<string, ClassThresholds>>;

export type Level = 'safe' | 'adult' | 'held' | 'forbidden';

/** What the network sees in an image: 0 to 1 by the names of its classes. */
export type Scores = Readonly<Record<string, number>>;

export interface ImageVerdict {
  /** Of finished images only; what users bring may be as black as they like. */
  readonly defect: Defect | null;
  readonly classes: Scores;
  readonly level: Level;
  /** The class that decided the level; null where it is safe. */
  readonly topClass: { readonly category: string; readonly score: number } | null;
  /** What judging took, without waiting for its turn. */
  readonly ms: number;
}

/** The strictest first. */
const LEVELS = ['forbidden', 'held', 'adult'] as const;

/** What an instance decided over what the network's card says. */
export function mergeThresholds(card: Thresholds, instance: Thresholds): Thresholds {
  const names = new Set([...Object.keys(card), ...Object.keys(instance)]);
  return Object.fromEntries([...names].map((name) => [name, { ...card[name], ...instance[name] }]));
}

/** The strictest level that any class reaches, and the class that is furthest beyond its limit for it. */
export function checkLevelOf(classes: Scores, thresholds: Thresholds): Pick<ImageVerdict, 'level' | 'topClass'> {
  for (const level of LEVELS) {
    const reached = Object.entries(classes)
      .map(([category, score]) => ({ category, score, beyond: score - limitOf(thresholds[category]?.[level]) }))
      .filter(({ beyond }) => beyond >= 0)
      .sort((one, other) => other.beyond - one.beyond)[0];
    if (reached) return { level, topClass: { category: reached.category, score: reached.score } };
  }
  return { level: 'safe', topClass: null };
}

const limitOf = (limit: number | 'off' = 'off'): number => (limit === 'off' ? Infinity : limit);
