import type { LoraView, ModelView } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';

type Kind = 'model' | 'lora';
type Known = Readonly<Record<Kind, Readonly<Ref<readonly { readonly id: string }[]>>>>;

/** Requests models and LoRAs by id and caches them. @returns the LoRAs, with their compatibility with these models */
export const useRenderCommands =
  (remember: (found: { model?: ModelView; lora?: LoraView }) => void) =>
  async (ids: readonly string[]): Promise<readonly LoraView[]> => {
    const { models, loras } = await call('models', { query: { ids: ids.join(',') } });
    for (const model of models) remember({ model });
    for (const lora of loras) remember({ lora });
    return loras;
  };

/** Requests ids in a document that no list contains, once each. */
export function createModelLookup(known: Known, fetch: (ids: readonly string[]) => Promise<unknown>) {
  const requested = new Set<string>();
  const answered = shallowRef<ReadonlySet<string>>(new Set());

  async function lookUp(kind: Kind, id: string): Promise<void> {
    const key = `${kind} ${id}`;
    if (id === '' || requested.has(key) || known[kind].value.some((one) => one.id === id)) return;
    requested.add(key);
    try {
      await fetch([id]);
      answered.value = new Set(answered.value).add(key);
    } catch (error) {
      toRejection(error);
      requested.delete(key);
    }
  }
  /** Whether it was looked up: without an entry it is unavailable. */
  const wasLookedUp = (kind: Kind, id: string): boolean => answered.value.has(`${kind} ${id}`);
  /** The lists changed: missing models may exist now, and `gone` ones need no lookup. */
  function invalidate(removedIds: readonly string[]): void {
    requested.clear();
    if (removedIds.length === 0) return;
    answered.value = new Set([...answered.value, ...removedIds.flatMap((id) => [`model ${id}`, `lora ${id}`])]);
  }
  return { lookUp, wasLookedUp, invalidate };
}
