import { LOG_TYPES, type PresenceView, type RoomEvent } from '@visionary/contract';
import { useChat } from '../chat/chat-store.js';
import { useTakes } from '../generation/takes-store.js';
import { useJam } from '../jam/jam-store.js';
import { Refused } from '../shared/refused.js';
import { useSocket } from '../shared/socket/index.js';
import { useRoom } from './room-store.js';

export interface RoomEars {
  readonly roomId: string;
  logged(event: RoomEvent): void;
  /** Where the room's log stands. */
  at(seq: number): void;
  present(presence: PresenceView): void;
  /** I may be here no longer, and why. */
  closed(why: Refused): void;
}

/** Listens to everything one room says, until the surrounding effect scope ends. */
export function hearRoom({ roomId, logged, at, present, closed }: RoomEars): void {
  const socket = useSocket();
  const [room, chat, takes, jam] = [useRoom(), useChat(), useTakes(), useJam()];
  const ours = <P extends { roomId: string }>(handle: (payload: P) => void) => {
    return (payload: P) => {
      if (payload.roomId === roomId) handle(payload);
    };
  };
  for (const type of LOG_TYPES) socket.on(type, ours<RoomEvent>(logged));
  socket.on(
    'rooms.at',
    ours(({ seq }) => at(seq)),
  );
  socket.on(
    'rooms.closed',
    ours(({ error }) => closed(new Refused(error.code, error.detail))),
  );
  socket.on(
    'rooms.present',
    ours(({ presence }) => present(presence)),
  );
  socket.on(
    'rooms.parted',
    ours(({ isUnreachable }) => room.applyParted(isUnreachable)),
  );
  socket.on(
    'chat.typed',
    ours(({ person }) => chat.applyTyped(person)),
  );
  socket.on(
    'jam.updated',
    ours(({ update }) => jam.applyUpdated(update)),
  );
  socket.on(
    'jam.aware',
    ours(({ update }) => jam.applyAware(update)),
  );
  socket.on('generation.previewed', ours(takes.applyPreviewed));
  socket.on('generation.fetched', ours(takes.applyFetched));
  socket.on(
    'generation.moved',
    ours(({ queue, lineEnd }) => takes.applyMoved(queue, lineEnd)),
  );
}
