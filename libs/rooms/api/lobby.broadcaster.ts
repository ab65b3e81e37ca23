import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle, LOBBY_CHANNEL, Presence } from '@visionary/platform/realtime';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';
import { lobbyChannelOf, LobbyViews } from './lobby-views.js';

const TOPIC = 'lobby.changed';
const CARD_INTERVAL_MS = 500;

interface LobbyChangeMessage {
  readonly roomId: string;
  /** A user whose membership ended. */
  readonly formerMemberId: string | null;
  /** Whether the lobby may no longer list the room for everyone. */
  readonly mayBeClosed: boolean;
}

/** Sends changed room cards to lobbies. Each node builds the cards for its own sockets, if there are any. */
@Injectable()
export class LobbyBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Lobby');
  private readonly throttle = new Throttle(CARD_INTERVAL_MS, (roomId) => this.send(roomId));
  /** By room: channels whose lobbies may still list it. */
  private readonly formerChannels = new Map<string, Set<string>>();

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly presence: Presence,
    private readonly broadcast: Broadcast,
    private readonly lobby: LobbyViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.bus.publish(TOPIC, messageOf(event)));
    this.bus.subscribe<LobbyChangeMessage>(TOPIC, (message) => this.onMessage(message));
    // Presence reaches every node by itself.
    this.presence.onChange((roomId) => this.throttle.touch(roomId));
  }

  onApplicationShutdown(): void {
    this.throttle.stop();
  }

  private onMessage({ roomId, formerMemberId, mayBeClosed }: LobbyChangeMessage): void {
    if (formerMemberId !== null || mayBeClosed) {
      const channels = this.formerChannels.get(roomId) ?? new Set();
      this.formerChannels.set(roomId, channels);
      if (mayBeClosed) channels.add(LOBBY_CHANNEL);
      if (formerMemberId !== null) channels.add(lobbyChannelOf(formerMemberId));
    }
    this.throttle.touch(roomId);
  }

  private send(roomId: string): void {
    const formerChannels = [...(this.formerChannels.get(roomId) ?? [])];
    this.formerChannels.delete(roomId);
    if (this.broadcast.lobbyHere === 0) return;
    this.lobby.change(roomId).then(
      ({ isOpen, channels, card }) => {
        // The removal comes first: a member's client can be in both groups and must end with the card.
        if (!isOpen) this.broadcast.toHere(formerChannels, 'lobby.changed', { roomId, card: null });
        this.broadcast.toHere(channels, 'lobby.changed', { roomId, card });
      },
      (error: unknown) => this.logger.error(`Building the card of ${roomId} failed`, error),
    );
  }
}

const messageOf = ({ roomId, type, payload }: RoomEvent): LobbyChangeMessage => {
  const { user } = payload as { readonly user?: { readonly id: string } };
  return {
    roomId,
    formerMemberId: type === 'rooms.left' ? (user?.id ?? null) : null,
    mayBeClosed: type === 'rooms.updated' || type === 'rooms.archived',
  };
};
