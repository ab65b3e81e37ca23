import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Presence } from '@visionary/platform/realtime';
import { RoomEventAppended } from '../domain/room-event.js';
import { Coalescer } from './coalescer.js';
import { LobbyViews } from './lobby-views.js';

const TOPIC = 'lobby.stirred';
const CARD_EVERY_MS = 500;

/** Keeps true what lobbies show: each node makes the cards that its own sockets look at, if there are any. */
@Injectable()
export class LobbyBroadcaster implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Lobby');
  private readonly stirring = new Coalescer(CARD_EVERY_MS, (roomId) => this.show(roomId));

  constructor(
    private readonly events: DomainEvents,
    private readonly bus: Bus,
    private readonly presence: Presence,
    private readonly broadcast: Broadcast,
    private readonly lobby: LobbyViews,
  ) {}

  onModuleInit(): void {
    this.events.afterCommit(RoomEventAppended, ({ event }) => this.bus.publish(TOPIC, event.roomId));
    this.bus.subscribe<string>(TOPIC, (roomId) => this.stirring.touch(roomId));
    // Every node hears of comings and goings by itself.
    this.presence.onChange((roomId) => this.stirring.touch(roomId));
  }

  onApplicationShutdown(): void {
    this.stirring.stop();
  }

  private show(roomId: string): void {
    if (this.broadcast.lobbyHere === 0) return;
    this.lobby.change(roomId).then(
      ({ channels, card }) => this.broadcast.toHere(channels, 'lobby.changed', { roomId, card }),
      (error: unknown) => this.logger.error(`The card of ${roomId} could not be made`, error),
    );
  }
}
