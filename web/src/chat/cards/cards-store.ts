import type { TakeCard } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { useTakes } from '../../generation/takes-store.js';
import { findTake, isOver, type Take } from '../../generation/takes.js';
import { asRefused, type Refused } from '../../shared/refused.js';
import { useSocket } from '../../shared/socket/index.js';

export type CardNow =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly take: Take }
  | { readonly state: 'refused'; readonly why: Refused };

const LOADING: CardNow = { state: 'loading' };
/** A take of another room says nothing here by itself: while it renders it is asked for this often. */
const ASK_AGAIN_MS = 2_500;

/** Takes that are shown as cards: those of this room as its events tell them, those of others as asked for. */
export const useCards = defineStore('cards', () => {
  const socket = useSocket();
  const takes = useTakes();
  const asked = shallowReactive(new Map<string, CardNow>());
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const shown = new Map<string, number>();

  const here = (takeId: string) => findTake(takes.takes, takeId);

  function cardOf({ takeId }: TakeCard): CardNow {
    const take = here(takeId);
    return take ? { state: 'known', take } : (asked.get(takeId) ?? LOADING);
  }

  async function ask({ roomId, takeId }: TakeCard): Promise<void> {
    if (here(takeId)) return;
    try {
      const { take } = await socket.send('jam.take', { roomId, takeId }, { queue: true });
      asked.set(takeId, { state: 'known', take });
      if (!isOver(take)) {
        timers.set(
          takeId,
          setTimeout(() => void again({ roomId, takeId }), ASK_AGAIN_MS),
        );
      }
    } catch (error) {
      asked.set(takeId, { state: 'refused', why: asRefused(error) });
    }
  }
  async function again(card: TakeCard): Promise<void> {
    if (shown.has(card.takeId)) await ask(card);
  }

  /** A card came into sight; call `hide` when it leaves. */
  function show(card: TakeCard): void {
    const times = shown.get(card.takeId) ?? 0;
    shown.set(card.takeId, times + 1);
    const known = asked.get(card.takeId);
    if (times === 0 && !(known?.state === 'known' && isOver(known.take))) void ask(card);
  }
  function hide({ takeId }: TakeCard): void {
    const left = (shown.get(takeId) ?? 1) - 1;
    if (left > 0) return void shown.set(takeId, left);
    shown.delete(takeId);
    clearTimeout(timers.get(takeId));
    timers.delete(takeId);
  }

  return { cardOf, ask, show, hide };
});
