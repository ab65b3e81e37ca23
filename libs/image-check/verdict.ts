import type { Defect } from './defects/defect.js';

/** Scores from which a class raises the level of an image. A threshold that is absent or `off` is never reached. */
export interface ClassThresholds {
  /** Shown only to users who enabled adult content. */
  readonly adult?: number | 'off';
  /** Held for review. */
  readonly held?: number | 'off';
  readonly forbidden?: number | 'off';
}

/** By class. */
export type Thresholds = Readonly<Record<string, ClassThresholds>>;

export type Level = 'safe' | 'adult' | 'held' | 'forbidden';

/** 0 to 1, by class. */
export type Scores = Readonly<Record<string, number>>;

export interface ImageVerdict {
  /** Only for finished images: an uploaded image may be plain black. */
  readonly defect: Defect | null;
  readonly classes: Scores;
  readonly level: Level;
  /** The class that reached the level; null for `safe`. */
  readonly topClass: { readonly category: string; readonly score: number } | null;
  /** Duration of the check without its time in the queue. */
  readonly ms: number;
}

/** Strictest first. */
const LEVELS = ['forbidden', 'held', 'adult'] as const;

/** Overlays the thresholds of the classifier's card with those of the instance. */
export function mergeThresholds(card: Thresholds, instance: Thresholds): Thresholds {
  const names = new Set([...Object.keys(card), ...Object.keys(instance)]);
  return Object.fromEntries([...names].map((name) => [name, { ...card[name], ...instance[name] }]));
}

/** Returns the strictest level that a class reaches, and the class that exceeds its threshold for it the most. */
export function checkLevelOf(classes: Scores, thresholds: Thresholds): Pick<ImageVerdict, 'level' | 'topClass'> {
  for (const level of LEVELS) {
    const strongest = Object.entries(classes)
      .map(([category, score]) => ({ category, score, excess: score - valueOf(thresholds[category]?.[level]) }))
      .filter(({ excess }) => excess >= 0)
      .sort((one, other) => other.excess - one.excess)[0];
    if (strongest) return { level, topClass: { category: strongest.category, score: strongest.score } };
  }
  return { level: 'safe', topClass: null };
}

const valueOf = (threshold: number | 'off' = 'off'): number => (threshold === 'off' ? Infinity : threshold);
