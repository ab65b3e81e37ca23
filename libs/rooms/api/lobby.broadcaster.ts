import { Injectable } from '@nestjs/common';
import { Broadcast, LiveSubjects, LOBBY_CHANNEL, Presence } from '@visionary/platform/realtime';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';
import { lobbyChannelOf, LobbyViews } from './lobby-views.js';

interface ChangedCard {
  readonly roomId: string;
  /** Channels whose lobbies may no longer list the room. */
  readonly formerChannels: readonly string[];
}

/** Sends changed room cards to lobbies. */
@Injectable()
export class LobbyBroadcaster {
  constructor(
    live: LiveSubjects,
    presence: Presence,
    private readonly broadcast: Broadcast,
    private readonly lobby: LobbyViews,
  ) {
    const cards = live
      .declare<ChangedCard>({
        topic: 'lobby.changed',
        intervalMs: 500,
        keyOf: ({ roomId }) => roomId,
        merge: (earlier, later) => ({
          roomId: later.roomId,
          formerChannels: [...new Set([...earlier.formerChannels, ...later.formerChannels])],
        }),
        isWatched: () => broadcast.localLobbySize > 0,
        broadcast: async (changed) => void (await Promise.all(changed.map((one) => this.send(one)))),
      })
      .when(RoomEventAppended, ({ event }) => ({ roomId: event.roomId, formerChannels: formerChannelsOf(event) }));
    // Presence reaches every node by itself.
    presence.onChange((roomId) => cards.touchLocally({ roomId, formerChannels: [] }));
  }

  private async send({ roomId, formerChannels }: ChangedCard): Promise<void> {
    const { isOpen, channels, card } = await this.lobby.change(roomId);
    // The removal comes first: a member's client can be in both groups and must end with the card.
    if (!isOpen) this.broadcast.toChannelsLocally(formerChannels, 'lobby.changed', { roomId, card: null });
    this.broadcast.toChannelsLocally(channels, 'lobby.changed', { roomId, card });
  }
}

const formerChannelsOf = ({ type, payload }: RoomEvent): string[] => {
  if (type === 'rooms.updated' || type === 'rooms.archived') return [LOBBY_CHANNEL];
  const { user } = payload as { readonly user?: { readonly id: string } };
  return type === 'rooms.left' && user ? [lobbyChannelOf(user.id)] : [];
};
