import type {
  SnapshotState,
  FrameView,
  OwnTakes,
  RenderRequest,
  RepeatTake,
  RoomEvent,
  TakeView,
  UpscaleTake,
  VolatilePayload,
} from '@visionary/contract';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import type { z } from 'zod';
import { randomUuid } from '../../shared/random-uuid.js';
import type { RoomConnection } from '../../shared/room-connection.js';
import { useSocket } from '../../shared/socket/index.js';
import { useRevealedImagesStore } from '../images/revealed-images-store.js';
import { useLinkLadder } from '../progress/use-link-ladder.js';
import { useRenderProgress } from '../progress/use-render-progress.js';
import {
  EMPTY_TAKES,
  findTake,
  isOver,
  withCancelled,
  withFailed,
  withOlderTakes,
  withRequeued,
  withStarted,
  withSteered,
  withTakes,
  type PromptPair,
  type Take,
} from './takes.js';

/** An image of a take in this room, and how it is enlarged. */
export type UpscaleRequest = Omit<UpscaleTake, 'roomId' | 'clientId'>;

/** A take of this room. */
type RepeatRequest = Omit<RepeatTake, 'roomId' | 'clientId'>;

/** Drops the preview of an image that is hidden, so that it cannot be guessed from its last frame. */
function forEachHidden(list: () => readonly Take[], drop: (takeId: string, image: number) => void): void {
  const revealed = useRevealedImagesStore();
  const hidden = computed(() =>
    list().flatMap(({ id, images }) =>
      images.filter((image) => revealed.addressOf(image) === undefined).map(({ index }) => ({ id, index })),
    ),
  );
  watch(hidden, (images) => images.forEach(({ id, index }) => drop(id, index)), { flush: 'sync' });
}

/** Takes of the open room, its queue, and what renders. Events write it; components read it. */
export const useTakesStore = defineStore('takes', () => {
  const socket = useSocket();
  const connection = shallowRef<RoomConnection | null>(null);
  /** As far back as loaded. */
  const takes = shallowRef(EMPTY_TAKES);
  /** Ids, the last pinned first. */
  const pinned = shallowRef<readonly string[]>([]);
  /** Pinned takes, also those older than the loaded ones, then the others, newest first. */
  const pinnedFirst = computed(() => [
    ...pinned.value.flatMap((id) => findTake(takes.value, id) ?? []),
    ...takes.value.list.filter(({ id }) => !pinned.value.includes(id)),
  ]);
  const loadingOlder = shallowRef(false);
  /** Render commands without an acknowledgement. */
  const pendingRenders = shallowRef(0);
  const renderProgress = useRenderProgress();
  const ladder = useLinkLadder();
  forEachHidden(() => [...takes.value.list, ...takes.value.detached], renderProgress.dropFrame);

  function enter(opened: RoomConnection | null): void {
    connection.value = opened;
    [takes.value, pinned.value] = [EMPTY_TAKES, []];
    renderProgress.applyMoved([], { takesAhead: 0, msToStart: 0 });
    renderProgress.retain(new Set());
  }
  const applyOwn = (own: OwnTakes): void => void (renderProgress.ownTakes.value = own);
  function reset({ takes: newest, moreTakes, pinnedTakes = [] }: z.infer<typeof SnapshotState>): void {
    const known = takes.value;
    takes.value = withTakes(withTakes(EMPTY_TAKES, newest, moreTakes), pinnedTakes);
    const isOtherAttempt = ({ id, startedAt }: TakeView) => (findTake(known, id)?.startedAt ?? startedAt) !== startedAt;
    for (const { id } of newest.filter(isOtherAttempt)) renderProgress.restart(id);
    pinned.value = pinnedTakes.map(({ id }) => id);
  }
  /** The page before the oldest loaded take. @throws Rejection */
  async function loadOlder(): Promise<void> {
    const oldest = takes.value.list.at(-1);
    if (!connection.value || loadingOlder.value || !takes.value.more || !oldest) return;
    const { roomId } = connection.value;
    loadingOlder.value = true;
    try {
      const page = await socket.send('jam.listTakesBefore', { roomId, beforeNumber: oldest.number });
      if (connection.value?.roomId === roomId) takes.value = withOlderTakes(takes.value, page, oldest.number);
    } finally {
      loadingOlder.value = false;
    }
  }

  /** One take that is older than the loaded ones. There may be none of this number. @throws Rejection */
  async function loadTake(number: number): Promise<void> {
    if (!connection.value) return;
    const { roomId } = connection.value;
    const page = await socket.send('jam.listTakesBefore', { roomId, beforeNumber: number + 1 }, { queue: true });
    const found = page.takes.filter((take) => take.number === number && !findTake(takes.value, take.id));
    if (connection.value?.roomId === roomId) takes.value = withTakes(takes.value, found);
  }

  /** A late frame of a finished take is dropped: its image is already there. */
  function isLate(takeId: string): boolean {
    const take = findTake(takes.value, takeId);
    return take !== undefined && isOver(take);
  }
  function applyFrame(frame: FrameView): void {
    ladder.recordFrame(frame);
    if (!isLate(frame.takeId)) renderProgress.applyFrame(frame);
  }
  function applyFetched(fetched: VolatilePayload<'generation.downloadProgress'>): void {
    if (!isLate(fetched.takeId)) renderProgress.applyFetched(fetched);
  }
  /** Receives the events of the log that are about takes. */
  function apply(event: Extract<RoomEvent, { type: `generation.${string}` }>): void {
    switch (event.type) {
      case 'generation.queued':
        takes.value = withTakes(takes.value, [event.payload.take]);
        return;
      case 'generation.started': {
        takes.value = withStarted(takes.value, event.payload);
        // Steps of an earlier attempt would hide those of this one.
        renderProgress.restart(event.payload.takeId);
        const rendering = takes.value.list.filter(({ status }) => status === 'rendering');
        return renderProgress.retain(new Set(rendering.map(({ id }) => id)));
      }
      case 'generation.requeued':
        takes.value = withRequeued(takes.value, event.payload);
        return renderProgress.restart(event.payload.takeId);
      case 'generation.steered':
        takes.value = withSteered(takes.value, event.payload);
        return;
      case 'generation.finished':
        takes.value = withTakes(takes.value, [event.payload.take]);
        return renderProgress.finish(event.payload.take.id);
      case 'generation.failed':
        takes.value = withFailed(takes.value, event.payload, event.at);
        return renderProgress.finish(event.payload.takeId);
      case 'generation.cancelled':
        takes.value = withCancelled(takes.value, event.payload, event.at);
        return renderProgress.finish(event.payload.takeId);
      case 'generation.pinned': {
        const { take, on } = event.payload;
        takes.value = withTakes(takes.value, [take]);
        const others = pinned.value.filter((id) => id !== take.id);
        pinned.value = on ? [take.id, ...others] : others;
        return;
      }
      default:
        return event satisfies never;
    }
  }

  /** Sends the same command until it is acknowledged, which makes one take. @returns the new take. @throws Rejection */
  async function send(
    command: 'jam.render' | 'jam.repeat' | 'jam.upscale',
    request: RenderRequest | RepeatRequest | UpscaleRequest,
  ): Promise<TakeView | null> {
    if (!connection.value) return null;
    const { roomId, receive } = connection.value;
    const payload = { ...request, roomId, clientId: randomUuid() };
    pendingRenders.value += 1;
    try {
      const { event } = await socket.send(command, payload, { queue: true });
      receive(event);
      return event.type === 'generation.queued' ? event.payload.take : null;
    } finally {
      pendingRenders.value -= 1;
    }
  }
  const render = (request: RenderRequest): Promise<TakeView | null> => send('jam.render', request);
  /** Renders a take again with the same settings. @returns the new take's id. @throws Rejection */
  const repeat = async (request: RepeatRequest): Promise<string | null> =>
    (await send('jam.repeat', request))?.id ?? null;
  /** Enlarges an image of a take. @returns the new take. @throws Rejection */
  const upscale = (request: UpscaleRequest): Promise<TakeView | null> => send('jam.upscale', request);
  /** Pins the take for everyone, or unpins it. @throws Rejection */
  async function pin(takeId: string, on: boolean): Promise<void> {
    if (!connection.value) return;
    const { roomId, receive } = connection.value;
    receive((await socket.send('jam.pin', { roomId, takeId, on, clientId: randomUuid() }, { queue: true })).event);
  }
  /** Steers a rendering take from its next step on. @throws Rejection */
  async function steer(takeId: string, { prompt, negative }: PromptPair): Promise<void> {
    if (!connection.value) return;
    const { roomId } = connection.value;
    await socket.send('jam.steer', { roomId, takeId, clientId: randomUuid(), prompt, negative });
  }
  /** Cancels a take between two steps. @throws Rejection */
  async function cancel(takeId: string): Promise<void> {
    if (connection.value) await socket.send('jam.cancel', { roomId: connection.value.roomId, takeId });
  }
  /** Stops a take at its current step and keeps that image. @throws Rejection */
  async function stop(takeId: string): Promise<void> {
    if (connection.value) await socket.send('jam.stop', { roomId: connection.value.roomId, takeId });
  }

  return {
    takes,
    pinned,
    pinnedFirst,
    loadingOlder,
    pendingRenders,
    queue: renderProgress.queue,
    queueTail: renderProgress.queueTail,
    ownTakes: renderProgress.ownTakes,
    queueChangedAt: renderProgress.queueChangedAt,
    progress: renderProgress.progress,
    fetching: renderProgress.fetching,
    frameOf: renderProgress.frameOf,
    enter,
    reset,
    loadOlder,
    loadTake,
    apply,
    applyMoved: renderProgress.applyMoved,
    applyFrame,
    applyFetched,
    applyOwn,
    render,
    repeat,
    upscale,
    pin,
    steer,
    cancel,
    stop,
  };
});
