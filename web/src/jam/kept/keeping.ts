import { shallowRef, type Ref } from 'vue';
import { freshId } from '../../shared/fresh-id.js';
import type { SharedDocument } from '../shared-document.js';
import { browserChanges } from './browser-changes.js';
import { WordKeeper } from './word-keeper.js';

/** Keeps what is written in the open document over a reload, until the server has it. */
export function makeKeeping(shared: Readonly<Ref<SharedDocument | null>>) {
  let keeper: WordKeeper | null = null;
  let isBroughtBack = false;
  /** Counts up when words of an earlier page came in. */
  const broughtBack = shallowRef(0);

  function begin(roomId: string): WordKeeper {
    isBroughtBack = false;
    return (keeper = new WordKeeper({ shelf: browserChanges, roomId, key: freshId(), now: Date.now }));
  }

  /** Once for each document, when the server's state of it is in. */
  function bringBack(personId: string): void {
    const into = shared.value;
    if (isBroughtBack || !into) return;
    isBroughtBack = true;
    const bring = (update: Uint8Array): boolean => {
      if (shared.value !== into) return false;
      into.bringBack(update);
      return true;
    };
    void keeper?.takeOver(personId, bring).then((is) => is && (broughtBack.value += 1));
  }

  return { begin, bringBack, broughtBack, save: (): void => void keeper?.save() };
}
