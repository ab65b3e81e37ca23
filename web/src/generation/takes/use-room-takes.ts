import type { SnapshotState, RoomEventOf } from '@visionary/contract';
import { computed, shallowRef, type Ref } from 'vue';
import type { z } from 'zod';
import { randomUuid } from '../../shared/random-uuid.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import {
  EMPTY_TAKES,
  findTake,
  withCancelled,
  withFailed,
  withOlderTakes,
  withStarted,
  withSteered,
  withTakes,
} from './takes.js';

/** Takes of the room, as far back as loaded. */
export function useRoomTakes(connection: Readonly<Ref<RoomConnection | null>>) {
  const socket = useSocket();
  const takes = shallowRef(EMPTY_TAKES);
  /** Ids, the last pinned first. */
  const pinned = shallowRef<readonly string[]>([]);
  const loadingOlder = shallowRef(false);
  /** Pinned takes, also those older than the loaded ones, then the others, newest first. */
  const pinnedFirst = computed(() => [
    ...pinned.value.flatMap((id) => findTake(takes.value, id) ?? []),
    ...takes.value.list.filter(({ id }) => !pinned.value.includes(id)),
  ]);

  function reset(fresh: z.infer<typeof SnapshotState> | null): void {
    const { takes: newest = [], moreTakes = false, pinnedTakes = [] } = fresh ?? {};
    takes.value = withTakes(withTakes(EMPTY_TAKES, newest, moreTakes), pinnedTakes);
    pinned.value = pinnedTakes.map(({ id }) => id);
  }
  function applyQueued({ payload }: RoomEventOf<'generation.queued'>): void {
    takes.value = withTakes(takes.value, [payload.take]);
  }
  function applyStarted({ payload }: RoomEventOf<'generation.started'>): void {
    takes.value = withStarted(takes.value, payload);
  }
  function applySteered({ payload }: RoomEventOf<'generation.steered'>): void {
    takes.value = withSteered(takes.value, payload);
  }
  function applyFinished({ payload }: RoomEventOf<'generation.finished'>): void {
    takes.value = withTakes(takes.value, [payload.take]);
  }
  function applyFailed({ payload, at }: RoomEventOf<'generation.failed'>): void {
    takes.value = withFailed(takes.value, payload, at);
  }
  function applyCancelled({ payload, at }: RoomEventOf<'generation.cancelled'>): void {
    takes.value = withCancelled(takes.value, payload, at);
  }

  function applyPinned({ payload: { take, on } }: RoomEventOf<'generation.pinned'>): void {
    takes.value = withTakes(takes.value, [take]);
    const others = pinned.value.filter((id) => id !== take.id);
    pinned.value = on ? [take.id, ...others] : others;
  }

  /** Pins the take for everyone, or unpins it. @throws Rejection */
  async function pin(takeId: string, on: boolean): Promise<void> {
    if (!connection.value) return;
    const { roomId, receive } = connection.value;
    receive((await socket.send('jam.pin', { roomId, takeId, on, clientId: randomUuid() }, { queue: true })).event);
  }

  /** The page before the oldest loaded take. @throws Rejection */
  async function loadOlder(): Promise<void> {
    const oldest = takes.value.list.at(-1);
    if (!connection.value || loadingOlder.value || !takes.value.more || !oldest) return;
    const { roomId } = connection.value;
    loadingOlder.value = true;
    try {
      const page = await socket.send('jam.listTakesBefore', { roomId, beforeNumber: oldest.number });
      if (connection.value?.roomId === roomId) takes.value = withOlderTakes(takes.value, page);
    } finally {
      loadingOlder.value = false;
    }
  }

  const events = { applyQueued, applyStarted, applySteered, applyFinished, applyFailed, applyCancelled, applyPinned };
  return { takes, pinned, pinnedFirst, pin, loadingOlder, reset, loadOlder, ...events };
}
