import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Presence, RoomAccess } from '@visionary/platform/realtime';
import type { RenderAttempt } from '../../domain/renderers.js';

/** Sockets that show a user's own takes, over all rooms. */
export const takesChannel = (authorId: string): string => `takes:${authorId}`;

const LOBBY_TOPIC = 'generation.lobby-watched';
const GOSSIP_INTERVAL_MS = 2_000;
const TIMEOUT_MS = 5_000;

type Audience = Pick<RenderAttempt, 'roomId' | 'authorId'>;

/** Whether anyone would see a frame: in the room on any node, in a lobby that shows the room, or among own takes. */
@Injectable()
export class FrameAudience implements OnModuleInit, OnApplicationShutdown {
  private lobbyReportedAtMs = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly presence: Presence,
    private readonly broadcast: Broadcast,
    private readonly access: RoomAccess,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe(LOBBY_TOPIC, () => (this.lobbyReportedAtMs = performance.now()));
    this.timer = setInterval(() => {
      if (this.broadcast.lobbyHere) this.bus.publish(LOBBY_TOPIC, null);
    }, GOSSIP_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  onChange(listener: (roomId: string) => void): void {
    this.presence.onChange(listener);
  }

  async hasViewers({ roomId, authorId }: Audience): Promise<boolean> {
    if (this.presence.isWatched(roomId) || this.isAuthorSubscribedHere(authorId)) return true;
    return this.isLobbyWatched && (await this.isPublic(roomId));
  }

  /** As `hasViewers`, for sockets of this node. */
  async hasViewersHere({ roomId, authorId }: Audience): Promise<boolean> {
    if (this.presence.hasLocalViewers(roomId) || this.isAuthorSubscribedHere(authorId)) return true;
    return this.broadcast.lobbyHere > 0 && (await this.isPublic(roomId));
  }

  /** Whether images of the room may be shown outside of it. */
  async isPublic(roomId: string): Promise<boolean> {
    return (await this.access.roleOf(null, roomId)) !== null;
  }

  /** Other nodes request frames for their own sockets. */
  private isAuthorSubscribedHere(authorId: string): boolean {
    return this.broadcast.hasLocalListeners(takesChannel(authorId));
  }

  private get isLobbyWatched(): boolean {
    return this.broadcast.lobbyHere > 0 || performance.now() - this.lobbyReportedAtMs < TIMEOUT_MS;
  }
}
