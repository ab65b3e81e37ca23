import { LOG_TYPES, type PresenceView, type RoomEvent } from '@visionary/contract';
import { useChatStore } from '../../../chat/index.js';
import { useTakesStore } from '../../../generation/index.js';
import { useJamStore } from '../../../jam/index.js';
import { Rejection } from '../../../shared/api/rejection.js';
import { useSocket } from '../../../shared/socket/index.js';
import { useRoomStore } from '../../../rooms/index.js';

export interface RoomEventHandlers {
  readonly roomId: string;
  onEvent(event: RoomEvent): void;
  /** The log head. */
  onLogHead(seq: number): void;
  onPresence(presence: PresenceView): void;
  /** The user lost access to the room, and why. */
  onClosed(rejection: Rejection): void;
}

/** Subscribes to all events of one room until the scope ends. */
export function useRoomEvents({ roomId, onEvent, onLogHead, onPresence, onClosed }: RoomEventHandlers): void {
  const socket = useSocket();
  const [room, chat, takes, jam] = [useRoomStore(), useChatStore(), useTakesStore(), useJamStore()];
  const ours = <P extends { roomId: string }>(handle: (payload: P) => void) => {
    return (payload: P) => {
      if (payload.roomId === roomId) handle(payload);
    };
  };
  for (const type of LOG_TYPES) socket.on(type, ours<RoomEvent>(onEvent));
  socket.on(
    'rooms.logHead',
    ours(({ seq }) => onLogHead(seq)),
  );
  socket.on(
    'rooms.accessRevoked',
    ours(({ error }) => onClosed(new Rejection(error.code, error.detail))),
  );
  socket.on(
    'rooms.presenceChanged',
    ours(({ presence }) => onPresence(presence)),
  );
  socket.on(
    'rooms.reachabilityChanged',
    ours(({ isUnreachable }) => room.applyReachability(isUnreachable)),
  );
  socket.on(
    'chat.userTyping',
    ours(({ user }) => chat.applyTyped(user)),
  );
  socket.on(
    'jam.documentUpdated',
    ours(({ update }) => jam.applyUpdated(update)),
  );
  socket.on(
    'jam.awarenessUpdated',
    ours(({ update }) => jam.applyAwareness(update)),
  );
  socket.on('generation.frame', ours(takes.applyFrame));
  socket.on('generation.downloadProgress', ours(takes.applyFetched));
  socket.on(
    'generation.queueChanged',
    ours(({ queue, queueTail }) => takes.applyMoved(queue, queueTail)),
  );
}

/** Routes each event of the room log to one handler. Nothing else writes what the handlers write. */
export function createRoomEventRouter(): (event: RoomEvent) => void {
  const chat = useChatStore();
  const takes = useTakesStore();
  const room = useRoomStore();
  return (event) => {
    chat.apply(event);
    switch (event.type) {
      case 'rooms.joined':
      case 'rooms.roleChanged':
        return room.applyRole(event.payload.user.id, event.payload.role);
      case 'rooms.updated':
        return room.applyChanged(event.payload.changes);
      case 'rooms.muted':
        return room.applyMuted(event.payload.user.id, event.payload.until);
      case 'rooms.archived':
        return room.applyArchived(event.payload.on ? event.at : null);
      case 'generation.queued':
        return takes.applyQueued(event);
      case 'generation.started':
        return takes.applyStarted(event);
      case 'generation.steered':
        return takes.applySteered(event);
      case 'generation.finished':
        return takes.applyFinished(event);
      case 'generation.failed':
        return takes.applyFailed(event);
      case 'generation.cancelled':
        return takes.applyCancelled(event);
      case 'generation.pinned':
        return takes.applyPinned(event);
      case 'rooms.created':
      // `rooms.accessRevoked` tells a removed user; the members list reloads itself.
      case 'rooms.left':
      case 'rooms.unbanned':
      // The conversation has handled these.
      case 'chat.sent':
      case 'chat.edited':
      case 'chat.deleted':
      case 'chat.restored':
      case 'chat.pinned':
      case 'chat.reacted':
        return;
      default:
        return event satisfies never;
    }
  };
}
