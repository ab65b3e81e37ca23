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
  const values = useDocumentValues(storeToRefs(useModelsStore()).list);
  const collaborators = useCollaborators();
  const unsynced = useUnsyncedEdits(shared);
  let connection: JamConnection | null = null;
  const roomId = shallowRef<string | null>(null);
  /** Since the connection: a snapshot that arrives after it may be older. */
  let hasReceivedMasked = false;

  function enter(opened: JamConnection | null): void {
    connection = opened;
    hasReceivedMasked = false;
    roomId.value = connection?.roomId ?? null;
    shared.value?.destroy();
    unsynced.save();
    shared.value = connection && documentOf(connection);
    values.follow(shared.value);
    collaborators.follow(shared.value);
  }

  function documentOf({ roomId, onRejected }: JamConnection): SharedDocument {
    const stored = unsynced.open(roomId);
    return new SharedDocument({
      onUnconfirmed: (updates) => stored.setUnconfirmed(updates),
      sendUpdate: (update) => socket.send('jam.update', { roomId, update }),
      // Not volatile: volatile packets after another in the same tick are dropped, and a cursor moves with every letter.
      sendAwareness: (update) => void socket.send('jam.awarenessUpdated', { roomId, update }).catch(() => undefined),
      onError: (error) => {
        if (error instanceof Rejection && RETRYABLE_CODES.includes(error.code)) return true;
        stored.reject();
        onRejected(error instanceof Rejection ? error : new Rejection('INTERNAL'));
        return false;
      },
    });
  }

  /** Syncs on entering and after each reconnect. `writer` is the user shown to others; null means read-only. */
  function sync({ document, awareness, ownClients, isDocumentMasked }: RoomSnapshot, writer: UserView | null): void {
    collaborators.showMe(writer);
    if (isDocumentMasked) {
      if (!hasReceivedMasked) shared.value?.show(document);
      if (awareness) shared.value?.receiveAwareness(awareness);
      return;
    }
    // A visitor has signed in.
    if (shared.value?.hasShown) reset();
    shared.value?.sync(document, awareness, ownClients);
    if (writer) unsynced.restore(writer.id);
  }

  /** Discards a rejected document and uses an empty one until it is reloaded. */
  const reset = (): void => enter(connection);

  function applyMasked(document: Uint8Array): void {
    hasReceivedMasked = true;
    shared.value?.show(document);
  }
  const applyUpdated = (update: Uint8Array): void => shared.value?.receive(update);
  const applyAwareness = (update: Uint8Array): void => shared.value?.receiveAwareness(update);
  function disconnect(): void {
    hasReceivedMasked = false;
    shared.value?.onDisconnect();
  }

  onPageHide(() => {
    shared.value?.flushNow();
    unsynced.save();
  });

  return {
    shared,
    roomId,
    restoredCount: unsynced.restoredCount,
    prompt: values.prompt,
    negative: values.negative,
    settings: values.settings,
    origin: values.origin,
    change: values.change,
    applyPatch: values.applyPatch,
    collaborators: collaborators.collaborators,
    showMe: collaborators.showMe,
    touch: collaborators.touch,
    enter,
    sync,
    reset,
    applyMasked,
    applyUpdated,
    applyAwareness,
    disconnect,
  };
});

/** The last events in which the page can send. Phones often fire only the first of them. */
function onPageHide(work: () => void): void {
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && work());
  window.addEventListener('pagehide', work);
}
