import type { TakeView } from '@visionary/contract';
import { shallowReadonly, shallowRef } from 'vue';

/** A take, one image of it, or the clip of one, to share in the chat. */
export interface TakeReference {
  readonly take: TakeView;
  readonly image?: number;
  readonly isClip?: boolean;
}

const requested = shallowRef<TakeReference | null>(null);

/** The attachment of the next message; the composer picks it up. */
export const sharedTake = shallowReadonly(requested);

export function shareTake(take: TakeView, image?: number, isClip = false): void {
  requested.value = { take, isClip, ...(image === undefined ? {} : { image }) };
}
