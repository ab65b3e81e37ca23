import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Presence, RoomAccess } from '@visionary/platform/realtime';
import type { RenderAttempt } from '../../domain/renderers.js';
import { takesChannel } from '../mine/channels.js';

const LOBBY_TOPIC = 'generation.lobby-watched';
const TELL_EVERY_MS = 2_000;
const BELIEVE_MS = 5_000;

type Shown = Pick<RenderAttempt, 'roomId' | 'authorId'>;

/** Whether anybody would see a preview: users in the room, on any node, in a lobby that shows the room, or among their own takes. */
@Injectable()
export class PreviewAudience implements OnModuleInit, OnApplicationShutdown {
  private lobbyHeardAtMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly presence: Presence,
    private readonly broadcast: Broadcast,
    private readonly access: RoomAccess,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe(LOBBY_TOPIC, () => (this.lobbyHeardAtMs = performance.now()));
    this.timer = setInterval(() => {
      if (this.broadcast.lobbyHere) this.bus.publish(LOBBY_TOPIC, null);
    }, TELL_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  onChange(listener: (roomId: string) => void): void {
    this.presence.onChange(listener);
  }

  async watches({ roomId, authorId }: Shown): Promise<boolean> {
    if (this.presence.isWatched(roomId) || this.isSeenByAuthor(authorId)) return true;
    return this.isLobbyWatched && (await this.isPublic(roomId));
  }

  /** As `watches`, counting this node's users only. */
  async watchesHere({ roomId, authorId }: Shown): Promise<boolean> {
    if (this.presence.hasLocalViewers(roomId) || this.isSeenByAuthor(authorId)) return true;
    return this.broadcast.lobbyHere > 0 && (await this.isPublic(roomId));
  }

  /** From a page of this node; others ask for frames of their own. */
  private isSeenByAuthor(authorId: string): boolean {
    return this.broadcast.hasLocalListeners(takesChannel(authorId));
  }

  /** Whether a room's images may be shown outside it. */
  async isPublic(roomId: string): Promise<boolean> {
    return (await this.access.roleOf(null, roomId)) !== null;
  }

  private get isLobbyWatched(): boolean {
    return this.broadcast.lobbyHere > 0 || performance.now() - this.lobbyHeardAtMs < BELIEVE_MS;
  }
}
