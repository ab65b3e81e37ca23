import type { PersonView, RoomSnapshot } from '@visionary/contract';
import { defineStore, storeToRefs } from 'pinia';
import { shallowRef } from 'vue';
import { useModels } from '../generation/models-store.js';
import { Refused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import { makeHands } from './hands-at-work.js';
import { SharedDocument } from './shared-document.js';
import { makeWritten } from './written.js';

export interface JamDoor {
  readonly roomId: string;
  /** The server refused a change of mine: the document must come anew. */
  refused(why: Refused): void;
}

/** The prompt, negative prompt and settings of the room that is open. */
export const useJam = defineStore('jam', () => {
  const socket = useSocket();
  const shared = shallowRef<SharedDocument | null>(null);
  const written = makeWritten(storeToRefs(useModels()).list);
  const hands = makeHands();
  let door: JamDoor | null = null;

  function enter(through: JamDoor | null): void {
    door = through;
    shared.value?.destroy();
    shared.value = through && documentOf(through);
    written.follow(shared.value);
    hands.follow(shared.value);
  }

  function documentOf({ roomId, refused }: JamDoor): SharedDocument {
    return new SharedDocument({
      update: (update) => socket.send('jam.update', { roomId, update }),
      // Not volatile: that drops what follows another packet in the same tick, and a cursor moves with every letter.
      aware: (update) => void socket.send('jam.aware', { roomId, update }).catch(() => undefined),
      failed: (error) => {
        const isLineAtFault = error instanceof Refused && ['OFFLINE', 'TIMEOUT', 'RATE_LIMITED'].includes(error.code);
        if (!isLineAtFault) refused(error instanceof Refused ? error : new Refused('INTERNAL'));
        return isLineAtFault;
      },
    });
  }

  /** On entering and after every cut. `writer`: whose hand the others see; null reads only. */
  function meet({ document, awareness }: RoomSnapshot, writer: PersonView | null): void {
    hands.showMe(writer);
    shared.value?.meet(document, awareness);
  }

  /** Forgets what the server refused: an empty document takes its place until it comes anew. */
  const startAnew = (): void => enter(door);

  const applyUpdated = (update: Uint8Array): void => shared.value?.receive(update);
  const applyAware = (update: Uint8Array): void => shared.value?.receiveAwareness(update);
  const lineLost = (): void => shared.value?.lineLost();

  const { follow: _written, ...words } = written;
  const { follow: _hands, ...others } = hands;
  return { shared, ...words, ...others, enter, meet, startAnew, applyUpdated, applyAware, lineLost };
});
