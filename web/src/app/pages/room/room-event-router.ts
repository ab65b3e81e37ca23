import type { RoomEvent } from '@visionary/contract';
import { useChatStore } from '../../../chat/messages/chat-store.js';
import { useTakesStore } from '../../../generation/takes/takes-store.js';
import { useRoomStore } from '../../../rooms/room-store.js';

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
