import type { TakeView } from '@visionary/contract';
import type { InjectionKey } from 'vue';

/** Actions of the room on a take card. */
export interface TakeCardActions {
  /** Opens it in the viewer, in this room or in its own. */
  open(take: TakeView): void;
  /** Applies its settings to the room; absent without permission to write. */
  readonly use: ((take: TakeView) => void) | null;
}

export const TAKE_CARD_ACTIONS: InjectionKey<() => TakeCardActions> = Symbol('card acts');
