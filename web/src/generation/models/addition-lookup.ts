import type { AdditionKind, ModelPickerItem } from '@visionary/contract';
import { shallowReactive, shallowRef } from 'vue';
import { toRejection } from '../../shared/api/rejection.js';
import { createJitteredCall } from './jitter.js';

const MAX_PER_REQUEST = 12;
const MIN_PAUSE_MS = 2_000;
const MAX_PAUSE_MS = 60_000;

export interface AdditionReference {
  readonly kind: AdditionKind;
  readonly id: string;
}
interface Lookup extends AdditionReference {
  /** Whose compatibility is checked. */
  readonly model: string;
}
type Fetch = (model: string, additions: readonly AdditionReference[]) => Promise<readonly ModelPickerItem[]>;

/**
 * Looks up additions by id, many in one request. After a change of the list, known values stay until new ones arrive.
 * After an error, no request is sent for a while.
 */
export function createAdditionLookup(fetch: Fetch, chance?: () => number) {
  const choices = shallowReactive(new Map<string, ModelPickerItem | null>());
  /** Rises when known values may be outdated: components then look up again what they show. */
  const revision = shallowRef(0);
  /** Requested since the last change. */
  const requested = new Set<string>();
  const waiting = new Map<string, Lookup>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFetching = false;
  let failures = 0;

  const refresh = createJitteredCall(() => {
    requested.clear();
    revision.value += 1;
  }, chance);

  function lookUp(lookup: Lookup): void {
    const key = keyOf(lookup);
    if (requested.has(key)) return;
    requested.add(key);
    waiting.set(key, lookup);
    fetchIn(0);
  }

  function fetchIn(ms: number): void {
    if (!isFetching) timer ??= setTimeout(() => void fetchWaiting(), ms);
  }

  async function fetchWaiting(): Promise<void> {
    timer = undefined;
    isFetching = true;
    const pauseMs = await fetchBatch();
    isFetching = false;
    if (waiting.size > 0) fetchIn(pauseMs);
  }

  /** @returns how long to wait before the next request */
  async function fetchBatch(): Promise<number> {
    const [first] = waiting.values();
    if (!first) return 0;
    const { model } = first;
    const batch = [...waiting].filter(([, lookup]) => lookup.model === model).slice(0, MAX_PER_REQUEST);
    try {
      const found = await fetch(
        model,
        batch.map(([, { kind, id }]) => ({ kind, id })),
      );
      for (const [key, { kind, id }] of batch) {
        choices.set(key, found.find(({ addition }) => addition?.id === id && addition.facts.kind === kind) ?? null);
        waiting.delete(key);
      }
      failures = 0;
      return 0;
    } catch (error) {
      failures += 1;
      const { retryAfterSeconds } = toRejection(error).detail;
      const backoffMs = Math.min(MIN_PAUSE_MS * 2 ** (failures - 1), MAX_PAUSE_MS);
      return Math.max(backoffMs, typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1_000 : 0);
    }
  }

  /** Removed additions are unavailable at once. Every open client receives this event at the same moment. */
  function onListChanged(removedIds: readonly string[]): void {
    for (const [key, one] of choices) {
      if (one?.addition && removedIds.includes(one.addition.id)) choices.set(key, null);
    }
    refresh.soon();
  }

  const choice = (lookup: Lookup): ModelPickerItem | null | undefined => choices.get(keyOf(lookup));
  const titleOf = (kind: AdditionKind, id: string): string =>
    [...choices].find(([key, one]) => one && key.startsWith(keyOf({ kind, id, model: '' })))?.[1]?.addition?.title ??
    id;
  return { lookUp, choice, titleOf, onListChanged, revision };
}

const keyOf = ({ kind, id, model }: Lookup): string => `${kind}\n${id}\n${model}`;
