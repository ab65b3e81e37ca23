import type { ReplayView } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive, shallowRef } from 'vue';
import { call, Rejection } from '../../shared/api/index.js';
import { toRejection } from '../../shared/api/rejection.js';
import { useRevealedImagesStore } from '../images/revealed-images-store.js';
import type { Take } from '../takes/takes.js';
import { cellOf, type Cell } from './cell.js';

/** Images whose steps stay loaded. */
const MAX_LOADED = 12;

/** A busy renderer may need longer than a call. The server goes on meanwhile. */
const MAX_TRIES = 5;

async function replayOf(takeId: string, index: number): Promise<ReplayView> {
  for (let tries = 1; ; tries++) {
    try {
      return await call('takeReplay', { params: { takeId, index } });
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'TIMEOUT' || tries === MAX_TRIES) throw error;
    }
  }
}

/** The steps of finished images, and the one that is shown instead of the image. */
export const useReplayStore = defineStore('replay', () => {
  const revealed = useRevealedImagesStore();
  const replays = shallowReactive(new Map<string, ReplayView>());
  const shown = shallowRef<{ readonly takeId: string; readonly step: number } | null>(null);
  /** The take whose steps are being loaded. */
  const loading = shallowRef<string | null>(null);
  /** The next image that is finished plays its steps by itself: it may be over before anybody looks. */
  const playsNext = shallowRef(false);
  const keyOf = (takeId: string, index: number) => `${takeId}/${index}`;

  async function loadImage(takeId: string, index: number): Promise<void> {
    const key = keyOf(takeId, index);
    if (replays.has(key)) return;
    const replay = await replayOf(takeId, index);
    const sheet = new Image();
    sheet.src = replay.url;
    await sheet.decode();
    replays.set(key, replay);
    for (const oldest of [...replays.keys()].slice(0, -MAX_LOADED)) replays.delete(oldest);
  }

  /** The steps of all images that this user sees. @throws Rejection if no image has any */
  async function load({ id, images }: Take): Promise<void> {
    const visible = images.filter((image) => revealed.addressOf(image) !== undefined);
    loading.value = id;
    const loads = await Promise.allSettled(visible.map(({ index }) => loadImage(id, index)));
    if (loading.value === id) loading.value = null;
    if (loads.some(({ status }) => status === 'fulfilled')) return;
    const [failed] = loads.flatMap((load) => (load.status === 'rejected' ? [load.reason as unknown] : []));
    throw failed === undefined ? new Rejection('GENERATION_REPLAY_UNAVAILABLE') : toRejection(failed);
  }

  /** What is shown instead of an image; undefined for the image itself. */
  function cell(takeId: string, index: number): Cell | undefined {
    const replay = replays.get(keyOf(takeId, index));
    return replay && shown.value?.takeId === takeId ? cellOf(replay, shown.value.step) : undefined;
  }

  return {
    load,
    cell,
    playsNext,
    isLoading: (takeId: string): boolean => loading.value === takeId,
    isLoaded: ({ id, images }: Take): boolean => images.some(({ index }) => replays.has(keyOf(id, index))),
    stepOf: (takeId: string): number | null => (shown.value?.takeId === takeId ? shown.value.step : null),
    /** @param step null for the image itself */
    show(takeId: string, step: number | null): void {
      shown.value = step === null ? null : { takeId, step };
    },
  };
});
