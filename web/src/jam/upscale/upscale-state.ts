import type { ImageView, TakeView } from '@visionary/contract';
import { shallowRef } from 'vue';

/** The image that the open dialog enlarges. */
export const upscaling = shallowRef<{ readonly take: TakeView; readonly image: ImageView } | null>(null);

export const openUpscaleDialog = (take: TakeView, image: ImageView): void => void (upscaling.value = { take, image });
