import { LIMITS, type LoraRef } from '@visionary/contract';

/** A tag `<lora:name:weight>` in a prompt. The weight defaults to 1. */
export interface LoraTag extends LoraRef {
  readonly from: number;
  readonly to: number;
}

const TAG = /<lora:([^:<>]+?)(?::\s*([+-]?\d*\.?\d+)[^<>]*)?>/giu;

export function loraTags(prompt: string): LoraTag[] {
  return [...prompt.matchAll(TAG)].map((found) => {
    const weight = Number(found[2] ?? 1);
    const { min, max } = LIMITS.loraWeight;
    const at = found.index;
    return {
      id: (found[1] ?? '').trim(),
      weight: Math.min(max, Math.max(min, weight)),
      from: at,
      to: at + found[0].length,
    };
  });
}

/** The prompt without its tags. */
export const withoutLoraTags = (prompt: string): string =>
  prompt
    .replace(TAG, '')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ +(?=[,，]|$)/g, '')
    .replace(/([,，]\s*)+$/u, '')
    .trim();

/** LoRAs of the settings and the tags; a tag overrides the settings. */
export function addLoraTags(uses: readonly LoraRef[], tags: readonly LoraTag[]): LoraRef[] {
  const byId = new Map(uses.map((use) => [use.id, use]));
  for (const { id, weight } of tags) byId.set(id, { id, weight });
  return [...byId.values()].slice(0, LIMITS.loras);
}
