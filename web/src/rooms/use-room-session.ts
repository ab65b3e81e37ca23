import type { RoomSnapshot } from '@visionary/contract';
import { onScopeDispose, watch } from 'vue';
import { useChat } from '../chat/chat-store.js';
import { useTakes } from '../generation/takes-store.js';
import { useJam } from '../jam/jam-store.js';
import { useMarks } from '../me/marks.store.js';
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
  let isOver = false;
  const log = followLog(roomId, openAfresh);
  const entrance = new Entrance({
    isUp: () => socket.state.value === 'up',
    ask: () => socket.send('rooms.open', { roomId, ...(log.seq >= 0 ? { afterSeq: log.seq } : {}) }),
    arrived: (snapshot) => (isOfAnotherPast(snapshot, log) ? openAfresh() : arrive(snapshot, log)),
    delayed: (why) => room.goTo(room.phase, why),
    // An address that is no room's is, to whoever followed it, a room that is not there.
    refused: (why) => room.goTo('refused', why.code === 'INVALID' ? new Refused('ROOMS_NOT_FOUND') : why),
    patience,
  });

  function open(): void {
    if (isOver) return;
    log.pause();
    if (room.phase !== 'opening') room.goTo('catchingUp');
    void entrance.open();
  }
  /** Too much is missing, or nothing fills the gap. */
  function openAfresh(): void {
    log.forget();
    open();
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

  /** Sent away. Nothing is asked again by itself: a public room would let me in as if I had come back. */
  function closed(why: Refused): void {
    isOver = true;
    entrance.abandon();
    log.pause();
    room.goTo('refused', why);
  }

  enterStores(roomId, log, { refused: startAnew, closed });
  watch(socket.state, (now) => (now === 'up' ? open() : lineLost()), { immediate: true });
  onScopeDispose(() => {
    entrance.abandon();
    log.pause();
    leaveStores();
    if (socket.state.value === 'up') void socket.send('rooms.close', { roomId }).catch(() => undefined);
  });
}

/** A database that was put back to an earlier state has a log that ends before what is known here. */
const isOfAnotherPast = ({ seq }: RoomSnapshot, log: RoomLog) => seq < log.seq;

function followLog(roomId: string, lost: () => void): RoomLog {
  const room = useRoom();
  const socket = useSocket();
  return new RoomLog({
    apply: makeApplyEvent(),
    missed: (afterSeq) => socket.send('rooms.missed', { roomId, afterSeq }),
    catchingUp: (is) => room.goTo(is ? 'catchingUp' : 'live'),
    lost,
    patience,
  });
}

interface Ends {
  /** The document must come anew. */
  refused(why: Refused): void;
  /** I have to go. */
  closed(why: Refused): void;
}

function enterStores(roomId: string, log: RoomLog, { refused, closed }: Ends): void {
  const room = useRoom();
  const jam = useJam();
  const door = { roomId, hear: log.receive.bind(log), seq: () => log.seq };
  room.enter();
  useChat().enter(door);
  useTakes().enter(door);
  jam.enter({ roomId, refused });
  hearRoom({ roomId, logged: door.hear, at: log.at.bind(log), present: room.applyPresence, closed });
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
  if (snapshot.mark) useMarks().apply(snapshot.mark);
  if (snapshot.state.kind === 'fresh') {
    useChat().reset(snapshot.state, snapshot.seq);
    takes.reset(snapshot.state);
    log.resume(snapshot.seq);
  } else {
    for (const event of snapshot.state.events) log.receive(event);
    log.resume(log.seq);
    log.at(snapshot.seq);
  }
  takes.applyMoved(snapshot.queue, snapshot.lineEnd);
  for (const preview of snapshot.previews) takes.applyPreviewed(preview);
  useJam().meet(snapshot, room.mayWrite ? useSession().me : null);
}
