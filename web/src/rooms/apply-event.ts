import type { RoomEvent } from '@visionary/contract';
import { useChat } from '../chat/chat-store.js';
import { useTakes } from '../generation/takes-store.js';

/** Where each event of the log is written: one handler each, and nobody else writes what it writes. */
export function makeApplyEvent(joined: (event: Extract<RoomEvent, { type: 'rooms.joined' }>) => void) {
  const chat = useChat();
  const takes = useTakes();
  return (event: RoomEvent): void => {
    switch (event.type) {
      case 'rooms.created':
        return;
      case 'rooms.joined':
        return joined(event);
      case 'chat.sent':
        return chat.applySent(event);
      case 'chat.reacted':
        return chat.applyReacted(event);
      case 'generation.queued':
        return takes.applyQueued(event);
      case 'generation.started':
        return takes.applyStarted(event);
      case 'generation.finished':
        return takes.applyFinished(event);
      case 'generation.failed':
        return takes.applyFailed(event);
      case 'generation.cancelled':
        return takes.applyCancelled(event);
      default:
        return event satisfies never;
    }
  };
}
