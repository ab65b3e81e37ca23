import { Injectable } from '@nestjs/common';
import { Broadcast, LiveSubjects } from '@visionary/platform/realtime';
import { PromptPrefixChanged } from '../../domain/prompt-prefixes/prompt-prefix.js';

/** Tells clients that prompt prefixes changed: those in the room, or all. */
@Injectable()
export class PromptPrefixBroadcaster {
  constructor(live: LiveSubjects, broadcast: Broadcast) {
    live
      .declare<{ readonly roomId: string | null }>({
        topic: 'safety.promptPrefixChanged',
        broadcast: (changes) => {
          for (const { roomId } of changes) {
            if (roomId === null) broadcast.toAllLocally('safety.promptPrefixChanged', {});
            else broadcast.toRoomLocally(roomId, 'safety.promptPrefixChanged', { roomId });
          }
        },
      })
      .when(PromptPrefixChanged, ({ roomId }) => ({ roomId }));
  }
}
