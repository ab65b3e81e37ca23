import { type AdditionKind, type ModelPickerItem, requestedAdditions, type Settings } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';

/**
 * Embeddings, VAEs, ControlNets, and upscalers that rooms have chosen, each with whether it fits the model there. Null:
 * there is none on this server.
 */
export const useAdditionsStore = defineStore('additions', () => {
  const choices = shallowReactive(new Map<string, ModelPickerItem | null>());
  /** Requested once each. */
  const requested = new Set<string>();
  // Files come and go with this event.
  useSocket().on('models.listChanged', () => {
    requested.clear();
    choices.clear();
  });

  async function lookUp(kind: AdditionKind, id: string, model: string): Promise<void> {
    const key = keyOf(kind, id, model);
    if (requested.has(key)) return;
    requested.add(key);
    try {
      const found = (await call('modelPicker', { query: { kind, search: id, model } })).choices;
      choices.set(key, found.find(({ addition }) => addition?.id === id) ?? null);
    } catch (error) {
      toRejection(error);
      requested.delete(key);
    }
  }
  /** @returns undefined until it was looked up */
  const choice = (kind: AdditionKind, id: string, model: string): ModelPickerItem | null | undefined =>
    choices.get(keyOf(kind, id, model));
  const titleOf = (kind: AdditionKind, id: string): string =>
    [...choices].find(([key, one]) => one && key.startsWith(keyOf(kind, id, '')))?.[1]?.addition?.title ?? id;
  /** All that settings name. */
  const lookUpAll = (settings: Settings): Promise<unknown> =>
    Promise.all(requestedAdditions(settings).map(({ kind, id }) => lookUp(kind, id, settings.model)));
  return { lookUp, lookUpAll, choice, titleOf };
});

const keyOf = (kind: AdditionKind, id: string, model: string): string => `${kind}\n${id}\n${model}`;
