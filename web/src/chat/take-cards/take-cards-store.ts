import type { SharedTake } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { findTake, isOver, type Take, useTakesStore } from '../../generation/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';

export type TakeCardState =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly take: Take }
  | { readonly state: 'rejected'; readonly rejection: Rejection };

const LOADING: TakeCardState = { state: 'loading' };
/** Takes of other rooms send no events here, so rendering ones are polled at this interval. */
const POLL_MS = 2_500;

/** Takes shown as cards: those of this room by events, those of other rooms by polling. */
export const useTakeCardsStore = defineStore('take-cards', () => {
  const socket = useSocket();
  const takes = useTakesStore();
  const states = shallowReactive(new Map<string, TakeCardState>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const watchers = new Map<string, number>();

  const inRoom = (takeId: string) => findTake(takes.takes, takeId);

  function cardOf({ takeId }: SharedTake): TakeCardState {
    const take = inRoom(takeId);
    return take ? { state: 'known', take } : (states.get(takeId) ?? LOADING);
  }

  async function fetch({ roomId, takeId }: SharedTake): Promise<void> {
    if (inRoom(takeId)) return;
    try {
      const { take } = await socket.send('jam.getTake', { roomId, takeId }, { queue: true });
      states.set(takeId, { state: 'known', take });
      if (!isOver(take)) {
        timers.set(
          takeId,
          setTimeout(() => void reload({ roomId, takeId }), POLL_MS),
        );
      }
    } catch (error) {
      states.set(takeId, { state: 'rejected', rejection: toRejection(error) });
    }
  }
  async function reload(card: SharedTake): Promise<void> {
    if (watchers.has(card.takeId)) await fetch(card);
  }

  /** A card became visible; call `hide` when it leaves the viewport. */
  function show(card: SharedTake): void {
    const watcherCount = watchers.get(card.takeId) ?? 0;
    watchers.set(card.takeId, watcherCount + 1);
    const state = states.get(card.takeId);
    if (watcherCount === 0 && !(state?.state === 'known' && isOver(state.take))) void fetch(card);
  }
  function hide({ takeId }: SharedTake): void {
    const remaining = (watchers.get(takeId) ?? 1) - 1;
    if (remaining > 0) return void watchers.set(takeId, remaining);
    watchers.delete(takeId);
    clearTimeout(timers.get(takeId));
    timers.delete(takeId);
  }

  return { cardOf, fetch, show, hide };
});
