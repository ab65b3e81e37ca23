import type { FreshState, PreviewView, RoomEventOf, VolatilePayload } from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import type { RoomDoor } from '../shared/room-door.js';
import { makeAsking } from './asking.js';
import { useSeenPictures } from './checks/seen-pictures.store.js';
import { makeGallery } from './gallery.js';
import { makeRunning } from './running.js';
import { findTake, isOver, type Take } from './takes.js';

/** A picture that is not simply shown (any more) is not to be guessed from the last that was seen of it, however that is told. */
function forEachUnseen(list: () => readonly Take[], drop: (takeId: string, picture: number) => void): void {
  const seen = useSeenPictures();
  const unseen = computed(() =>
    list().flatMap(({ id, pictures }) =>
      pictures.filter((picture) => seen.addressOf(picture) === undefined).map(({ index }) => ({ id, index })),
    ),
  );
  watch(unseen, (pictures) => pictures.forEach(({ id, index }) => drop(id, index)), { flush: 'sync' });
}

/** Takes of the room that is open, its queue, and what renders. Events write it; components read it. */
export const useTakes = defineStore('takes', () => {
  const door = shallowRef<RoomDoor | null>(null);
  const gallery = makeGallery(door);
  const made = makeRunning();
  const { startAnew, ended, keepOnly, dropFrame, applyPreviewed: showPreview, ...others } = made;
  const { applyFetched: showFetched, ...running } = others;
  const asking = makeAsking(door);
  forEachUnseen(() => [...gallery.takes.value.list, ...gallery.takes.value.detached], dropFrame);

  function enter(through: RoomDoor | null): void {
    door.value = through;
    gallery.reset(null);
    running.applyMoved([], { before: 0 });
    keepOnly(new Set());
  }

  function reset(fresh: z.infer<typeof FreshState>): void {
    gallery.reset(fresh);
  }

  /** What was on its way when its take ended says nothing new: the picture is there already. */
  function isLate(takeId: string): boolean {
    const known = findTake(gallery.takes.value, takeId);
    return known !== undefined && isOver(known);
  }

  function applyPreviewed(preview: PreviewView): void {
    if (!isLate(preview.takeId)) showPreview(preview);
  }

  function applyFetched(fetched: VolatilePayload<'generation.fetched'>): void {
    if (!isLate(fetched.takeId)) showFetched(fetched);
  }

  function applyStarted(event: RoomEventOf<'generation.started'>): void {
    gallery.applyStarted(event);
    // Perhaps by another renderer, which has its files.
    startAnew(event.payload.takeId);
    const alive = gallery.takes.value.list.filter(({ status }) => status === 'rendering');
    keepOnly(new Set(alive.map(({ id }) => id)));
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

  const news = { reset, applyPreviewed, applyFetched };
  const events = { applyStarted, applyFinished, applyFailed, applyCancelled };
  return { ...gallery, ...running, ...asking, ...news, ...events, enter };
});
