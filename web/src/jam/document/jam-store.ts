import type { UserView, RoomSnapshot } from '@visionary/contract';
import { defineStore, storeToRefs } from 'pinia';
import { shallowRef } from 'vue';
import { useModelsStore } from '../../generation/index.js';
import { Rejection, type RejectionCode } from '../../shared/api/rejection.js';
import { useSocket } from '../../shared/socket/index.js';
import { useCollaborators } from './use-collaborators.js';
import { useUnsyncedEdits } from '../unsynced/use-unsynced-edits.js';
import { SharedDocument } from './shared-document.js';
import { useDocumentValues } from './use-document-values.js';

/** Temporary errors: the update is sent again. */
const RETRYABLE_CODES: readonly RejectionCode[] = [
  'OFFLINE',
  'TIMEOUT',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'SHUTTING_DOWN',
];

export interface JamConnection {
  readonly roomId: string;
  /** The server rejected a local change: the document must be reloaded. */
  onRejected(rejection: Rejection): void;
}

/** The prompt, negative prompt, and settings of the open room. */
export const useJamStore = defineStore('jam', () => {
  const socket = useSocket();
  const shared = shallowRef<SharedDocument | null>(null);
  const written = useDocumentValues(storeToRefs(useModelsStore()).list);
  const collaborators = useCollaborators();
  const unsynced = useUnsyncedEdits(shared);
  let connection: JamConnection | null = null;
  const roomId = shallowRef<string | null>(null);

  function enter(opened: JamConnection | null): void {
    connection = opened;
    roomId.value = connection?.roomId ?? null;
    shared.value?.destroy();
    unsynced.save();
    shared.value = connection && documentOf(connection);
    written.follow(shared.value);
    collaborators.attach(shared.value);
  }

  function documentOf({ roomId, onRejected }: JamConnection): SharedDocument {
    const stored = unsynced.open(roomId);
    return new SharedDocument({
      onUnconfirmed: (updates) => stored.put(updates),
      sendUpdate: (update) => socket.send('jam.update', { roomId, update }),
      // Not volatile: volatile packets after another in the same tick are dropped, and a cursor moves with every letter.
      sendAwareness: (update) => void socket.send('jam.awarenessUpdated', { roomId, update }).catch(() => undefined),
      onError: (error) => {
        if (error instanceof Rejection && RETRYABLE_CODES.includes(error.code)) return true;
        stored.giveUp();
        onRejected(error instanceof Rejection ? error : new Rejection('INTERNAL'));
        return false;
      },
    });
  }

  /** Syncs on entering and after each reconnect. `writer` is the user shown to others; null means read-only. */
  function meet({ document, awareness }: RoomSnapshot, writer: UserView | null): void {
    collaborators.publishUser(writer);
    shared.value?.meet(document, awareness);
    if (writer) unsynced.restore(writer.id);
  }

  /** Discards a rejected document and uses an empty one until it is reloaded. */
  const reset = (): void => enter(connection);

  const applyUpdated = (update: Uint8Array): void => shared.value?.receive(update);
  const applyAwareness = (update: Uint8Array): void => shared.value?.receiveAwareness(update);
  const disconnect = (): void => shared.value?.onDisconnect();

  inLastMoments(() => {
    shared.value?.hurry();
    unsynced.save();
  });

  return {
    shared,
    roomId,
    restoredCount: unsynced.restoredCount,
    prompt: written.prompt,
    negative: written.negative,
    settings: written.settings,
    origin: written.origin,
    change: written.change,
    applyPatch: written.applyPatch,
    collaborators: collaborators.collaborators,
    showMe: collaborators.publishUser,
    touch: collaborators.publishEditedSetting,
    enter,
    sync: meet,
    reset,
    applyUpdated,
    applyAwareness,
    disconnect,
  };
});

/** The last events in which the page can send. Phones often fire only the first of them. */
function inLastMoments(work: () => void): void {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && work());
  window.addEventListener('pagehide', work);
}
