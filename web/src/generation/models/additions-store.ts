import { type AdditionKind, requestedAdditions, type Settings } from '@visionary/contract';
import { defineStore } from 'pinia';
import { call } from '../../shared/api/index.js';
import { useSocket } from '../../shared/socket/index.js';
import { type AdditionReference, createAdditionLookup } from './addition-lookup.js';

/** Embeddings, VAEs, ControlNets, and upscalers that rooms have chosen, each with whether it fits the model there. */
export const useAdditionsStore = defineStore('additions', () => {
  const lookup = createAdditionLookup(fetchAdditions);
  useSocket().on('models.listChanged', ({ removedIds }) => lookup.onListChanged(removedIds));

  const lookUp = (kind: AdditionKind, id: string, model: string): void => lookup.lookUp({ kind, id, model });
  /** All that settings name. */
  const lookUpAll = (settings: Settings): void =>
    requestedAdditions(settings).forEach(({ kind, id }) => lookUp(kind, id, settings.model));
  /** @returns undefined until it was looked up; null if there is none on this server */
  const choice = (kind: AdditionKind, id: string, model: string) => lookup.choice({ kind, id, model });
  return { lookUp, lookUpAll, choice, titleOf: lookup.titleOf, revision: lookup.revision };
});

const fetchAdditions = async (model: string, additions: readonly AdditionReference[]) =>
  (await call('additions', { query: { additions: additions.map(({ kind, id }) => `${kind}:${id}`).join('/'), model } }))
    .choices;
