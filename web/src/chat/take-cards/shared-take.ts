import type { TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** A take, or one image of it, that somebody wants to show in the chat. */
export interface TakeReference {
  readonly take: TakeView;
  readonly image?: number;
}

const requested = shallowRef<TakeReference | null>(null);

/** What the message being written shall carry next; the field takes it over. */
export const sharedTake = shallowReadonly(requested);

export function shareTake(take: TakeView, image?: number): void {
  requested.value = { take, ...(image === undefined ? {} : { image }) };
}
