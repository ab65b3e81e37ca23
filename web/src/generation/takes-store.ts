import type { FreshState, PreviewView, RoomEventOf, VolatilePayload } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { z } from 'zod';
import type { RoomDoor } from '../shared/room-door.js';
import { makeAsking } from './asking.js';
import { makeGallery } from './gallery.js';
import { makeRunning } from './running.js';
import { isOver } from './takes.js';

/** Takes of the room that is open, its queue, and what renders. Events write it; components read it. */
export const useTakes = defineStore('takes', () => {
  const door = shallowRef<RoomDoor | null>(null);
  const gallery = makeGallery(door);
  const made = makeRunning();
  const { startAnew, ended, keepOnly, applyPreviewed: showPreview, applyFetched: showFetched, ...running } = made;
  const asking = makeAsking(door);

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
    const known = gallery.takes.value.list.find(({ id }) => id === takeId);
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
