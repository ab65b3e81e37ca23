import type { RoomSnapshot } from '@visionary/contract';
import { onScopeDispose, watch } from 'vue';
import { useChat } from '../chat/chat-store.js';
import { useTakes } from '../generation/takes-store.js';
import { useJam } from '../jam/jam-store.js';
import { Refused } from '../shared/refused.js';
import { useSession } from '../shared/session/index.js';
import { useSocket } from '../shared/socket/index.js';
import { makeApplyEvent } from './apply-event.js';
import { Entrance } from './entrance.js';
import { hearRoom } from './hear-room.js';
import { RoomLog } from './room-log.js';
import { useRoom } from './room-store.js';

/** Grows from half a second to eight, so that a server in trouble is not asked harder. */
const patience = (failures: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.min(8_000, 250 * 2 ** failures)));

/** Enters a room, keeps all its stores in the present while the line comes and goes, and leaves with the surrounding scope. */
export function useRoomSession(roomId: string, documentRefused: (why: Refused) => void): void {
  const socket = useSocket();
  const room = useRoom();
  const jam = useJam();
  const log = followLog(roomId);
  const entrance = new Entrance({
    isUp: () => socket.state.value === 'up',
    ask: () => socket.send('rooms.open', { roomId, ...(log.seq >= 0 ? { afterSeq: log.seq } : {}) }),
    arrived: (snapshot) => arrive(snapshot, log),
    delayed: (why) => room.goTo(room.phase, why),
    // An address that is no room's is, to whoever followed it, a room that is not there.
    refused: (why) => room.goTo('refused', why.code === 'INVALID' ? new Refused('ROOMS_NOT_FOUND') : why),
    patience,
  });

  function open(): void {
    log.pause();
    if (room.phase !== 'opening') room.goTo('catchingUp');
    void entrance.open();
  }
  function lineLost(): void {
    entrance.abandon();
    log.pause();
    jam.lineLost();
    if (room.phase !== 'refused') room.goTo(room.room ? 'cut' : 'opening');
  }
  function startAnew(why: Refused): void {
    documentRefused(why);
    jam.startAnew();
    open();
  }

  enterStores(roomId, log, startAnew);
  watch(socket.state, (now) => (now === 'up' ? open() : lineLost()), { immediate: true });
  onScopeDispose(() => {
    entrance.abandon();
    log.pause();
    leaveStores();
    if (socket.state.value === 'up') void socket.send('rooms.close', { roomId }).catch(() => undefined);
  });
}

function followLog(roomId: string): RoomLog {
  const room = useRoom();
  const socket = useSocket();
  return new RoomLog({
    apply: makeApplyEvent(({ payload }) => room.applyRole(payload.person.id, payload.role)),
    missed: (afterSeq) => socket.send('rooms.missed', { roomId, afterSeq }),
    catchingUp: (is) => room.goTo(is ? 'catchingUp' : 'live'),
    patience,
  });
}

function enterStores(roomId: string, log: RoomLog, refused: (why: Refused) => void): void {
  const room = useRoom();
  const jam = useJam();
  const door = { roomId, hear: log.receive.bind(log) };
  room.enter();
  useChat().enter(door);
  useTakes().enter(door);
  jam.enter({ roomId, refused });
  hearRoom({ roomId, logged: door.hear, present: room.applyPresence });
  watch(
    () => room.mayWrite,
    (may) => jam.showMe(may ? useSession().me : null),
  );
}

function leaveStores(): void {
  for (const store of [useChat(), useTakes(), useJam()]) store.enter(null);
}

function arrive(snapshot: RoomSnapshot, log: RoomLog): void {
  const room = useRoom();
  const takes = useTakes();
  room.applySnapshot(snapshot);
  room.goTo('live');
  if (snapshot.state.kind === 'fresh') {
    useChat().reset(snapshot.state);
    takes.reset(snapshot.state);
    log.resume(snapshot.seq);
  } else {
    log.resume(log.seq);
    for (const event of snapshot.state.events) log.receive(event);
  }
  takes.applyMoved(snapshot.queue, snapshot.lineEnd);
  for (const preview of snapshot.previews) takes.applyPreviewed(preview);
  useJam().meet(snapshot, room.mayWrite ? useSession().me : null);
}
