import type { TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** A take, or one image of it, to share in the chat. */
export interface TakeReference {
  readonly take: TakeView;
  readonly image?: number;
}

const requested = shallowRef<TakeReference | null>(null);

/** The attachment of the next message; the composer picks it up. */
export const sharedTake = shallowReadonly(requested);

export function shareTake(take: TakeView, image?: number): void {
  requested.value = { take, ...(image === undefined ? {} : { image }) };
}
