import type { FreshState, PreviewView, RoomEventOf } from '@visionary/contract';
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
  const { ended, keepOnly, applyPreviewed: showPreview, ...running } = makeRunning();
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

  function applyPreviewed(preview: PreviewView): void {
    const known = gallery.takes.value.list.find(({ id }) => id === preview.takeId);
    // On its way when its take ended: the picture is there already.
    if (!known || !isOver(known)) showPreview(preview);
  }

  function applyStarted(event: RoomEventOf<'generation.started'>): void {
    gallery.applyStarted(event);
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

  const events = { reset, applyPreviewed, applyStarted, applyFinished, applyFailed, applyCancelled };
  return { ...gallery, ...running, ...asking, ...events, enter };
});
