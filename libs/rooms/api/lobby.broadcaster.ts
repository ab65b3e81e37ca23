import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Throttle, LOBBY_CHANNEL, Presence } from '@visionary/platform/realtime';
import { type RoomEvent, RoomEventAppended } from '../domain/room-event.js';
import { lobbyOf } from './lobby-channel.js';
import { LobbyViews } from './lobby-views.js';

const TOPIC = 'lobby.stirred';
const CARD_EVERY_MS = 500;

interface LobbyChangeMessage {
  readonly roomId: string;
  /** Whoever belongs to it no more. */
  readonly leaver: string | null;
  /** It may be one that everybody's lobby no longer shows. */
  readonly closing: boolean;
}

/** Keeps true what lobbies show: each node makes the cards that its own sockets look at, if there are any. */
@Injectable()
export class LobbyBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Lobby');
  private readonly stirring = new Throttle(CARD_EVERY_MS, (roomId) => this.show(roomId));
  /** By room: channels that may have shown it until now. */
  private readonly before = new Map<string, Set<string>>();

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly presence: Presence,
    private readonly broadcast: Broadcast,
    private readonly lobby: LobbyViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.bus.publish(TOPIC, stirredBy(event)));
    this.bus.subscribe<LobbyChangeMessage>(TOPIC, (stirred) => this.hear(stirred));
    // Every node hears of comings and goings by itself.
    this.presence.onChange((roomId) => this.stirring.touch(roomId));
  }

  onApplicationShutdown(): void {
    this.stirring.stop();
  }

  private hear({ roomId, leaver, closing }: LobbyChangeMessage): void {
    if (leaver !== null || closing) {
      const channels = this.before.get(roomId) ?? new Set();
      this.before.set(roomId, channels);
      if (closing) channels.add(LOBBY_CHANNEL);
      if (leaver !== null) channels.add(lobbyOf(leaver));
    }
    this.stirring.touch(roomId);
  }

  private show(roomId: string): void {
    const before = [...(this.before.get(roomId) ?? [])];
    this.before.delete(roomId);
    if (this.broadcast.lobbyHere === 0) return;
    this.lobby.change(roomId).then(
      ({ isOpen, channels, card }) => {
        // First nobody shows it who did, then those who still do: a member's page is told both.
        if (!isOpen) this.broadcast.toHere(before, 'lobby.changed', { roomId, card: null });
        this.broadcast.toHere(channels, 'lobby.changed', { roomId, card });
      },
      (error: unknown) => this.logger.error(`The card of ${roomId} could not be made`, error),
    );
  }
}

const stirredBy = ({ roomId, type, payload }: RoomEvent): LobbyChangeMessage => {
  const closing = type === 'rooms.updated' || type === 'rooms.archived';
  const { user } = payload as { readonly user?: { readonly id: string } };
  return { roomId, leaver: type === 'rooms.left' ? (user?.id ?? null) : null, closing };
};
