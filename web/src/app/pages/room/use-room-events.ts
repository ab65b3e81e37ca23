import { LOG_TYPES, type PresenceView, type RoomEvent, type ServerEvents } from '@visionary/contract';
import { useChatStore } from '../../../chat/index.js';
import { usePaceStore, useTakesStore } from '../../../generation/index.js';
import { useJamStore } from '../../../jam/index.js';
import { Rejection } from '../../../shared/api/rejection.js';
import { t } from '../../../shared/i18n/index.js';
import { useSocket } from '../../../shared/socket/index.js';
import { toast } from '../../../shared/ui/index.js';
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
  /** Events of other rooms are ignored. */
  function on<E extends keyof ServerEvents>(event: E, handle: ServerEvents[E]): void {
    const handleOwn = (payload: { readonly roomId: string }) => {
      if (payload.roomId === roomId) (handle as (payload: unknown) => void)(payload);
    };
    socket.on(event, handleOwn as ServerEvents[E]);
  }
  for (const type of LOG_TYPES) on(type, onEvent);
  on('rooms.logHead', ({ seq }) => onLogHead(seq));
  on('rooms.accessRevoked', ({ error }) => onClosed(new Rejection(error.code, error.detail)));
  on('rooms.presenceChanged', ({ presence }) => onPresence(presence));
  on('rooms.reachabilityChanged', ({ isUnreachable, requestBy }) => room.applyReachability(isUnreachable, requestBy));
  on('chat.userTyping', ({ user }) => chat.applyTyped(user));
  on('jam.documentUpdated', ({ update, isRemoval }) => {
    jam.applyUpdated(update);
    if (isRemoval) toast({ text: t('jam.textRemoved') });
  });
  on('jam.maskedDocumentChanged', ({ document }) => jam.applyMasked(document));
  on('jam.awarenessUpdated', ({ update }) => jam.applyAwareness(update));
  on('generation.frame', takes.applyFrame);
  on('generation.downloadProgress', takes.applyFetched);
  socket.on('generation.ownTakesChanged', takes.applyOwn);
  on('generation.queueChanged', ({ queue, queueTail }) => takes.applyMoved(queue, queueTail));
}

/** Routes each event of the room log to one handler. Nothing else writes what the handlers write. */
export function createRoomEventRouter(): (event: RoomEvent) => void {
  const [chat, takes, pace, room] = [useChatStore(), useTakesStore(), usePaceStore(), useRoomStore()];
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
      case 'generation.started':
      case 'generation.requeued':
      case 'generation.steered':
      case 'generation.finished':
      case 'generation.failed':
      case 'generation.cancelled':
      case 'generation.pinned':
        return takes.apply(event);
      case 'jam.paceChanged':
        return pace.apply(event);
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
