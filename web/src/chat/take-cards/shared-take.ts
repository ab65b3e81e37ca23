import type { TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** A take, or one image of it, that somebody wants to show in the chat. */
export interface TakeReference {
  readonly take: TakeView;
  readonly image?: number;
}

const wanted = shallowRef<TakeReference | null>(null);

/** What the message being written shall carry next; the field takes it over. */
export const sharedTake = shallowReadonly(wanted);

export function shareTake(take: TakeView, image?: number): void {
  wanted.value = { take, ...(image === undefined ? {} : { image }) };
}
