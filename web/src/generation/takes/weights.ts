import type { TakeView } from '@visionary/contract';
import { takeFailureText, t } from '../../shared/i18n/index.js';
import { currentPrompts } from './takes.js';

/** Beyond these, images tend to oversaturate or break. */
const MAX_USUAL_WEIGHT = 2;
/** The number of `(fox:1.3)` and of `<lora:ink:0.8>`. */
const WEIGHT_IN_PROMPT = /:\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*[)>]/giu;
/** Failures that extreme weights cause. */
const WEIGHT_FAILURES = ['RENDER_SATURATED', 'RENDER_NAN', 'RENDER_BLACK', 'RENDER_OUT_OF_RANGE', 'RENDER_UNIFORM'];

type WeightedTake = Pick<TakeView, 'prompt' | 'negative' | 'steers' | 'settings'>;

/** "−0.5", with a minus sign instead of a hyphen. */
export const weightText = (weight: number): string => String(weight).replace('-', '−');

/** Weights of LoRAs and in the prompts that are far from 1, each once. */
export function extremeWeights(take: WeightedTake, loraTitleOf: (id: string) => string): string[] {
  const { prompt, negative } = currentPrompts(take);
  const ofLoras = (take.settings.loras ?? [])
    .filter(({ weight }) => Math.abs(weight) > MAX_USUAL_WEIGHT)
    .map(({ id, weight }) => `${loraTitleOf(id)} × ${weightText(weight)}`);
  const ofPrompts = [...`${prompt}\n${negative}`.matchAll(WEIGHT_IN_PROMPT)]
    .map(([, weight = '']) => weight)
    .filter((weight) => Math.abs(Number(weight)) > MAX_USUAL_WEIGHT);
  return [...new Set([...ofLoras, ...ofPrompts])];
}

/** Why a take failed and what to try; names its weights if they are extreme. */
export function failedTakeText(
  failure: NonNullable<TakeView['failure']>,
  take: WeightedTake,
  loraTitleOf: (id: string) => string,
): string {
  const first = takeFailureText(failure);
  const weights = WEIGHT_FAILURES.includes(failure.code) ? extremeWeights(take, loraTitleOf) : [];
  if (weights.length === 0) return first;
  return t('app.twoSentences', { first, second: t('generation.extremeWeights', { weights: weights.join(' • ') }) });
}
