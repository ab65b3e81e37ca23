import { shallowRef } from 'vue';
import { useTakesStore } from '../../generation/index.js';
import { useJamStore } from '../document/jam-store.js';
import { useSettingUploads } from '../settings/setting-uploads.js';

/** Renders the shared prompt. */
export function useRender() {
  const [jam, takes, uploads] = [useJamStore(), useTakesStore(), useSettingUploads()];
  /** An init image, a mask, or the image of a ControlNet is being uploaded for the take. */
  const isWaiting = shallowRef(false);

  /**
   * Renders the prompt as it is now, with the images that this user is uploading. Leaving the room renders nothing.
   * @returns false when an upload failed, and nothing is rendered. @throws Rejection
   */
  async function render(): Promise<boolean> {
    const { roomId, prompt, negative } = jam;
    isWaiting.value = uploads.isPending();
    const isUploaded = await uploads.settle();
    isWaiting.value = false;
    if (!isUploaded) return false;
    if (jam.roomId !== roomId) return true;
    const { settings, origin } = jam;
    await takes.render({ prompt, negative, settings, ...(origin ? { origin } : {}) });
    return true;
  }

  return { render, isWaiting };
}
