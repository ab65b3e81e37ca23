import type { ImageView, TakeView } from '@visionary/contract';
import { inject, type InjectionKey } from 'vue';

export type TakePart = 'all' | 'prompt' | 'settings';

/** What the page around a take lets users do with it. */
export interface TakeActions {
  /** Shows it on the canvas, of this room or of its own. */
  show(take: TakeView): void;
  /** Opens it in the dialog, in this room or in its own. */
  open(take: TakeView): void;
  /** Applies it to the prompt and settings of the room. */
  use(take: TakeView, part: TakePart): void;
  /** Renders from its image. */
  startFrom(take: TakeView, image: ImageView): void;
  /** Renders with a ControlNet that follows its image. */
  useForControl(take: TakeView, image: ImageView): void;
  /** Opens the dialog that enlarges its image. */
  upscale(take: TakeView, image: ImageView): void;
  /** Renders it again, and asks first where its image may differ. */
  repeat(take: TakeView): void;
  /** Attaches it, one of its images, or the clip of one, to the message being written. */
  share(take: TakeView, image?: number, isClip?: boolean): void;
  /** Opens the dialog that publishes an image; by default the first one that is not published. */
  publish(take: TakeView, image?: number): void;
}

export const TAKE_ACTIONS: InjectionKey<TakeActions> = Symbol('take actions');

export function useTakeActions(): TakeActions {
  const actions = inject(TAKE_ACTIONS);
  if (!actions) throw new Error('Takes are shown outside of a page that provides TAKE_ACTIONS.');
  return actions;
}
