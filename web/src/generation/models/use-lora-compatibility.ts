import type { LoraRef, LoraView } from '@visionary/contract';
import { shallowRef } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';

export interface LoraCompatibilityOptions {
  /** Whether a list contains this model: then it was compared with all LoRAs. */
  isListed(model: string): boolean;
  /** Compatibility of LoRAs with a model, as fetched from the server. */
  fetch(ids: readonly string[]): Promise<readonly LoraView[]>;
}

/**
 * Compatibility of LoRAs with models that are not listed. Lists contain it for listed models; for others it is
 * fetched once both are chosen.
 */
export function useLoraCompatibility({ isListed, fetch }: LoraCompatibilityOptions) {
  const requested = new Set<string>();
  /** By model, the LoRAs that were compared with it. */
  const answers = shallowRef<ReadonlyMap<string, ReadonlyMap<string, boolean>>>(new Map());
  const keyOf = (lora: string, model: string): string => JSON.stringify([lora, model]);

  /** Requests each pair once, all in one request. */
  async function compare(model: string, uses: readonly Pick<LoraRef, 'id'>[]): Promise<void> {
    if (model === '' || isListed(model)) return;
    const unrequested = uses.map(({ id }) => id).filter((id) => !requested.has(keyOf(id, model)));
    if (unrequested.length === 0) return;
    for (const id of unrequested) requested.add(keyOf(id, model));
    try {
      const found = (await fetch([model, ...unrequested])).map(
        ({ id, compatibleModels }) => [id, compatibleModels.includes(model)] as const,
      );
      const results = new Map([...(answers.value.get(model) ?? []), ...found]);
      answers.value = new Map(answers.value).set(model, results);
    } catch (error) {
      toRejection(error);
      for (const id of unrequested) requested.delete(keyOf(id, model));
    }
  }
  /** Adds the fetched compatible models to LoRAs. */
  const added = (loras: readonly LoraView[]): readonly LoraView[] =>
    loras.map((lora) => {
      const more = [...answers.value].filter(([, compatibility]) => compatibility.get(lora.id)).map(([model]) => model);
      return more.length > 0 ? { ...lora, compatibleModels: [...new Set([...lora.compatibleModels, ...more])] } : lora;
    });
  /** Undefined: not known yet. */
  const compatibility = (lora: LoraView, model: string): boolean | undefined =>
    lora.compatibleModels.includes(model) || (isListed(model) ? false : answers.value.get(model)?.get(lora.id));
  /** Files were added or removed, so comparisons may be outdated. The shown result stays until the new one arrives. */
  const retry = (): void => requested.clear();
  return { compare, added, compatibility, retry };
}
