import type { RoomSnapshot } from '@visionary/contract';
import { onScopeDispose, watch } from 'vue';
import { useRoute } from 'vue-router';
import { useChatStore, useOutboxStore } from '../../../chat/index.js';
import { usePaceStore, useTakesStore } from '../../../generation/index.js';
import { useJamStore } from '../../../jam/index.js';
import { RoomLog, RoomOpener, useReadMarkersStore, useRoomStore } from '../../../rooms/index.js';
import type { Rejection } from '../../../shared/api/rejection.js';
import { errorText, t } from '../../../shared/i18n/index.js';
import { isLookingIn } from '../../../shared/look-in-route.js';
import { toast } from '../../../shared/ui/index.js';
import { useSessionStore } from '../../../shared/session/index.js';
import { useSocket } from '../../../shared/socket/index.js';
import { createRoomEventRouter, useRoomEvents } from './use-room-events.js';

/** Exponential backoff from 0.5 s to 8 s, so that a struggling server is not overloaded. */
const backoff = (failures: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.min(8_000, 250 * 2 ** failures)));

/** Opens a room, keeps its stores current across reconnects, and closes it when the scope ends. */
export function useRoomConnection(roomId: string): void {
  const socket = useSocket();
  const route = useRoute();
  const room = useRoomStore();
  const jam = useJamStore();
  let isOver = false;
  const log = followLog(roomId, reopen);
  const roomOpener = new RoomOpener({
    isUp: () => socket.state.value === 'up',
    open: () =>
      socket.send('rooms.open', {
        roomId,
        ...(log.seq >= 0 && { afterSeq: log.seq }),
        ...(isLookingIn(route.query) && { lookIn: true }),
      }),
    onOpened: (snapshot) => (isFromOtherHistory(snapshot, log) ? reopen() : applySnapshot(snapshot, log)),
    onRetry: (rejection) => room.setConnectionState(room.connectionState, rejection),
    onRejected: (rejection) => room.setConnectionState('rejected', rejection),
    backoff,
  });

  function open(): void {
    if (isOver) return;
    log.pause();
    if (room.connectionState !== 'opening') room.setConnectionState('catchingUp');
    void roomOpener.open();
  }
  /** Too much is missing, or the gap cannot be filled. */
  function reopen(): void {
    log.reset();
    open();
  }
  function onDisconnect(): void {
    roomOpener.abandon();
    log.pause();
    jam.disconnect();
    if (room.connectionState !== 'rejected') room.setConnectionState(room.room ? 'cut' : 'opening');
  }
  function reset(rejection: Rejection): void {
    toast({ text: t('jam.changeRejected', { reason: errorText(rejection) }), kind: 'bad' });
    jam.reset();
    open();
  }

  /** Kicked or banned. Never reopens by itself: a public room would let the user in again. */
  function closed(rejection: Rejection): void {
    isOver = true;
    roomOpener.abandon();
    log.pause();
    room.setConnectionState('rejected', rejection);
  }

  enterStores(roomId, log, { onRejected: reset, closed });
  watch(
    () => jam.restoredCount,
    () => toast({ text: t('jam.offlineEditsAdded'), kind: 'good' }),
  );
  // Joining removes it from the URL.
  watch(
    () => isLookingIn(route.query),
    (isLooking) => {
      if (!isLooking && room.isOutsider && route.params['roomId'] === roomId) open();
    },
  );
  watch(socket.state, (now) => (now === 'up' ? open() : onDisconnect()), { immediate: true });
  onScopeDispose(() => {
    roomOpener.abandon();
    log.pause();
    leaveStores();
    if (socket.state.value === 'up') void socket.send('rooms.close', { roomId }).catch(() => undefined);
  });
}

/** The log of a database restored from a backup can end before the seq known here. */
const isFromOtherHistory = ({ seq }: RoomSnapshot, log: RoomLog) => seq < log.seq;

function followLog(roomId: string, reset: () => void): RoomLog {
  const room = useRoomStore();
  const socket = useSocket();
  return new RoomLog({
    apply: createRoomEventRouter(),
    fetchAfter: (afterSeq) => socket.send('rooms.eventsSince', { roomId, afterSeq }),
    onCatchingUp: (is) => room.setConnectionState(is ? 'catchingUp' : 'live'),
    reset,
    backoff,
  });
}

interface EndHandlers {
  /** The document must be reloaded. */
  onRejected(rejection: Rejection): void;
  /** This user must leave the room. */
  closed(rejection: Rejection): void;
}

function enterStores(roomId: string, log: RoomLog, { onRejected, closed: onClosed }: EndHandlers): void {
  const room = useRoomStore();
  const jam = useJamStore();
  const connection = { roomId, receive: log.receive.bind(log), seq: () => log.seq };
  room.enter();
  useOutboxStore().onRejected((item) => {
    if (item.rejection?.code === 'USERS_BLOCKED' && item.roomId === roomId) room.applyReachability(true, undefined);
  });
  useChatStore().enter(connection);
  useTakesStore().enter(connection);
  usePaceStore().enter(connection);
  jam.enter({ roomId, onRejected });
  useRoomEvents({
    roomId,
    onEvent: connection.receive,
    onLogHead: log.receiveHead.bind(log),
    onPresence: room.applyPresence,
    onClosed,
  });
  watch(() => room.defaultPace, usePaceStore().setDefault, { immediate: true });
  watch(
    () => room.mayWrite,
    (mayWrite) => jam.showMe(mayWrite ? useSessionStore().me : null),
  );
}

function leaveStores(): void {
  for (const store of [useChatStore(), useTakesStore(), usePaceStore(), useJamStore()]) store.enter(null);
}

function applySnapshot(snapshot: RoomSnapshot, log: RoomLog): void {
  const room = useRoomStore();
  const takes = useTakesStore();
  room.applySnapshot(snapshot);
  room.setConnectionState('live');
  if (snapshot.readState) useReadMarkersStore().apply(snapshot.readState);
  if (snapshot.state.kind === 'fresh') {
    useChatStore().reset(snapshot.state, snapshot.seq);
    takes.reset(snapshot.state);
    usePaceStore().reset(snapshot.state.paceChanges);
    log.resume(snapshot.seq);
  } else {
    for (const event of snapshot.state.events) log.receive(event);
    log.resume(log.seq);
    log.receiveHead(snapshot.seq);
  }
  takes.applyMoved(snapshot.queue, snapshot.queueTail);
  if (snapshot.ownTakes) takes.applyOwn(snapshot.ownTakes);
  for (const frame of snapshot.frames) takes.applyFrame(frame);
  useJamStore().sync(snapshot, room.mayWrite ? useSessionStore().me : null);
}
