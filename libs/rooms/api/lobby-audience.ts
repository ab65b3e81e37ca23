import { Injectable } from '@nestjs/common';
import { HOUSE_ROOM_ID, type Language } from '@visionary/contract';
import { Broadcast, Presence } from '@visionary/platform/realtime';

/** Who looks at the home, the lobby, or the house room on this node. */
@Injectable()
export class LobbyAudience {
  /** Of the last user or visitor who opened the lobby. */
  language: Language = 'en';

  constructor(
    private readonly broadcast: Broadcast,
    private readonly presence: Presence,
  ) {}

  get isPresent(): boolean {
    return this.broadcast.localLobbySize > 0 || this.presence.hasLocalViewers(HOUSE_ROOM_ID);
  }
}
