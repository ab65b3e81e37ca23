import type { SnapshotState, RoomEventOf } from '@visionary/contract';
import { shallowRef, type Ref } from 'vue';
import type { z } from 'zod';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import {
  EMPTY_TAKES,
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
  const loadingOlder = shallowRef(false);

  function reset(fresh: z.infer<typeof SnapshotState> | null): void {
    takes.value = fresh ? withTakes(EMPTY_TAKES, fresh.takes, fresh.moreTakes) : EMPTY_TAKES;
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

  const events = { applyQueued, applyStarted, applySteered, applyFinished, applyFailed, applyCancelled };
  return { takes, loadingOlder, reset, loadOlder, ...events };
}
