import type { TakeView } from '@visionary/contract';
import type { InjectionKey } from 'vue';

/** What the room does with a take that stands in the chat. */
export interface TakeCardActions {
  /** Large, in this room or in its own. */
  open(take: TakeView): void;
  /** Its settings become the room's; absent where nothing may be written. */
  readonly use: ((take: TakeView) => void) | null;
}

export const TAKE_CARD_ACTIONS: InjectionKey<() => TakeCardActions> = Symbol('card acts');
