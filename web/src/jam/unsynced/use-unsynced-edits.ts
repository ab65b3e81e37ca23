import { shallowRef, type Ref } from 'vue';
import { randomUuid } from '../../shared/random-uuid.js';
import type { SharedDocument } from '../document/shared-document.js';
import { indexedDbUnsynced } from './unsynced-storage.js';
import { UnsyncedEdits } from './unsynced-edits.js';

/** Keeps what is written in the open document over a reload, until the server has it. */
export function useUnsyncedEdits(shared: Readonly<Ref<SharedDocument | null>>) {
  let keeper: UnsyncedEdits | null = null;
  let isBroughtBack = false;
  /** Counts up when words of an earlier page came in. */
  const broughtBack = shallowRef(0);

  function begin(roomId: string): UnsyncedEdits {
    isBroughtBack = false;
    return (keeper = new UnsyncedEdits({ shelf: indexedDbUnsynced, roomId, key: randomUuid(), now: Date.now }));
  }

  /** Once for each document, when the server's state of it is in. */
  function bringBack(userId: string): void {
    const into = shared.value;
    if (isBroughtBack || !into) return;
    isBroughtBack = true;
    const bring = (update: Uint8Array): boolean => {
      if (shared.value !== into) return false;
      into.bringBack(update);
      return true;
    };
    void keeper?.takeOver(userId, bring).then((is) => is && (broughtBack.value += 1));
  }

  return { begin, bringBack, broughtBack, save: (): void => void keeper?.save() };
}
