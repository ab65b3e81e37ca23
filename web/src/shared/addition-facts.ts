import type { AdditionFacts } from '@visionary/contract';
import { formatNumber, t } from './i18n/index.js';

/** What the tensors of an embedding, VAE, ControlNet, or upscaler tell, in words. */
export function describeAddition(facts: AdditionFacts): string[] {
  switch (facts.kind) {
    case 'embedding':
      return [
        t('additions.vectors', { count: formatNumber(facts.vectors) }, facts.vectors),
        t('additions.width', { width: facts.textWidths.join(' + ') }),
      ];
    case 'vae':
      return facts.hasEncoder ? [] : [t('additions.decodesOnly')];
    case 'controlnet':
      return [];
    case 'upscaler':
      return [t('additions.factor', { factor: formatNumber(facts.factor) })];
    default:
      return facts satisfies never;
  }
}
