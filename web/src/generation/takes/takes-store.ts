import type { SnapshotState, FrameView, RoomEventOf, VolatilePayload } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useRenderCommands } from './use-render-commands.js';
import { useRevealedImagesStore } from '../images/revealed-images-store.js';
import { useRoomTakes } from './use-room-takes.js';
import { useRenderProgress } from '../progress/use-render-progress.js';
import { findTake, isOver, type Take } from './takes.js';

/** Drops the preview of an image that is hidden, so that it cannot be guessed from its last frame. */
function forEachHidden(list: () => readonly Take[], drop: (takeId: string, image: number) => void): void {
  const revealed = useRevealedImagesStore();
  const hidden = computed(() =>
    list().flatMap(({ id, images: images }) =>
      images.filter((image) => revealed.addressOf(image) === undefined).map(({ index }) => ({ id, index })),
    ),
  );
  watch(hidden, (images) => images.forEach(({ id, index }) => drop(id, index)), { flush: 'sync' });
}

/** Takes of the open room, its queue, and what renders. Events write it; components read it. */
export const useTakesStore = defineStore('takes', () => {
  const connection = shallowRef<RoomConnection | null>(null);
  const gallery = useRoomTakes(connection);
  const made = useRenderProgress();
  const { reset: resetDownload, ended, retain, dropFrame, applyFrame: showFrame, ...others } = made;
  const { applyFetched: showFetched, ...running } = others;
  const pendingRenders = useRenderCommands(connection);
  forEachHidden(() => [...gallery.takes.value.list, ...gallery.takes.value.detached], dropFrame);

  function enter(opened: RoomConnection | null): void {
    connection.value = opened;
    gallery.reset(null);
    running.applyMoved([], { takesAhead: 0 });
    retain(new Set());
  }

  function reset(fresh: z.infer<typeof SnapshotState>): void {
    gallery.reset(fresh);
  }

  /** A late frame of a finished take is dropped: its image is already there. */
  function isLate(takeId: string): boolean {
    const known = findTake(gallery.takes.value, takeId);
    return known !== undefined && isOver(known);
  }

  function applyFrame(frame: FrameView): void {
    if (!isLate(frame.takeId)) showFrame(frame);
  }

  function applyDownload(fetched: VolatilePayload<'generation.downloadProgress'>): void {
    if (!isLate(fetched.takeId)) showFetched(fetched);
  }

  function applyStarted(event: RoomEventOf<'generation.started'>): void {
    gallery.applyStarted(event);
    // The new attempt may run on another renderer, which has its own files.
    resetDownload(event.payload.takeId);
    const alive = gallery.takes.value.list.filter(({ status }) => status === 'rendering');
    retain(new Set(alive.map(({ id }) => id)));
  }

  function applyFinished(event: RoomEventOf<'generation.finished'>): void {
    gallery.applyFinished(event);
    ended(event.payload.take.id);
  }

  function applyFailed(event: RoomEventOf<'generation.failed'>): void {
    gallery.applyFailed(event);
    ended(event.payload.takeId);
  }

  function applyCancelled(event: RoomEventOf<'generation.cancelled'>): void {
    gallery.applyCancelled(event);
    ended(event.payload.takeId);
  }

  const news = { reset, applyFrame, applyFetched: applyDownload };
  const events = { applyStarted, applyFinished, applyFailed, applyCancelled };
  return { ...gallery, ...running, ...pendingRenders, ...news, ...events, enter };
});
