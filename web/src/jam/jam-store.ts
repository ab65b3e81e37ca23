import type { PersonView, RoomSnapshot } from '@visionary/contract';
import { defineStore, storeToRefs } from 'pinia';
import { shallowRef } from 'vue';
import { useModels } from '../generation/models-store.js';
import { Refused, type RefusalCode } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import { makeHands } from './hands-at-work.js';
import { makeKeeping } from './kept/keeping.js';
import { SharedDocument } from './shared-document.js';
import { makeWritten } from './written.js';

/** No fault of the change: it is sent again. */
const PASSING: readonly RefusalCode[] = ['OFFLINE', 'TIMEOUT', 'RATE_LIMITED', 'UNAVAILABLE', 'SHUTTING_DOWN'];

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
  const keeping = makeKeeping(shared);
  let door: JamDoor | null = null;
  const roomId = shallowRef<string | null>(null);

  function enter(through: JamDoor | null): void {
    door = through;
    roomId.value = through?.roomId ?? null;
    shared.value?.destroy();
    keeping.save();
    shared.value = through && documentOf(through);
    written.follow(shared.value);
    hands.follow(shared.value);
  }

  function documentOf({ roomId, refused }: JamDoor): SharedDocument {
    const kept = keeping.begin(roomId);
    return new SharedDocument({
      unconfirmed: (updates) => kept.note(updates),
      update: (update) => socket.send('jam.update', { roomId, update }),
      // Not volatile: that drops what follows another packet in the same tick, and a cursor moves with every letter.
      aware: (update) => void socket.send('jam.aware', { roomId, update }).catch(() => undefined),
      failed: (error) => {
        if (error instanceof Refused && PASSING.includes(error.code)) return true;
        kept.giveUp();
        refused(error instanceof Refused ? error : new Refused('INTERNAL'));
        return false;
      },
    });
  }

  /** On entering and after every cut. `writer`: whose hand the others see; null reads only. */
  function meet({ document, awareness }: RoomSnapshot, writer: PersonView | null): void {
    hands.showMe(writer);
    shared.value?.meet(document, awareness);
    if (writer) keeping.bringBack(writer.id);
  }

  /** Forgets what the server refused: an empty document takes its place until it comes anew. */
  const startAnew = (): void => enter(door);

  const applyUpdated = (update: Uint8Array): void => shared.value?.receive(update);
  const applyAware = (update: Uint8Array): void => shared.value?.receiveAwareness(update);
  const lineLost = (): void => shared.value?.lineLost();

  inLastMoments(() => {
    shared.value?.hurry();
    keeping.save();
  });

  const { follow: _written, ...words } = written;
  const { follow: _hands, ...others } = hands;
  const views = { shared, roomId, broughtBack: keeping.broughtBack, ...words, ...others };
  return { ...views, enter, meet, startAnew, applyUpdated, applyAware, lineLost };
});

/** While a page may still speak; on phones often only the first of these comes. */
function inLastMoments(work: () => void): void {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && work());
  window.addEventListener('pagehide', work);
}
