import type { TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** A take, or one picture of it, that somebody wants to show in the chat. */
export interface Shared {
  readonly take: TakeView;
  readonly picture?: number;
}

const wanted = shallowRef<Shared | null>(null);

/** What the message being written shall carry next; the field takes it over. */
export const sharing = shallowReadonly(wanted);

export function share(take: TakeView, picture?: number): void {
  wanted.value = { take, ...(picture === undefined ? {} : { picture }) };
}
