import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import type { FrameView } from '@visionary/contract';
import { Clock, RoomAccess } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast, Presence, roomChannel, Throttle } from '@visionary/platform/realtime';
import type { Frame } from '../../domain/renderer-protocol.js';
import { LatestFrames } from '../../domain/latest-frames.js';
import { type AttemptProgress, type RenderAttempt, Renderers } from '../../domain/renderers.js';
import { isSystemTake } from '../../domain/take.js';
import { FrameSides } from './frame-sides.js';

type DownloadProgress = NonNullable<Extract<AttemptProgress, { type: 'loading' }>['fetching']>;
interface SizedFrame {
  readonly frame: FrameView;
  readonly smaller: readonly Frame[] | undefined;
}
type Audience = Pick<RenderAttempt, 'roomId' | 'authorId'>;

/** Sockets that show a user's own takes, over all rooms. */
export const takesChannel = (authorId: string): string => `takes:${authorId}`;

const LOBBY_TOPIC = 'generation.lobby-watched';
const LOBBY_GOSSIP_INTERVAL_MS = 2_000;
const LOBBY_TIMEOUT_MS = 5_000;
const LOBBY_INTERVAL_MS = 500;
/** Repeated, because renderers forget an interest after some seconds. */
const SUBSCRIBE_INTERVAL_MS = 1_000;
/**
 * Pause after a frame, per socket. Sending to one socket takes about 20 µs, so frames use at most a tenth of a core: two hundred
 * sockets still get twenty-five frames a second.
 */
const PAUSE_MS_PER_SOCKET = 0.2;

/**
 * Sends steps and frames to the viewers on this node: the room, the author's own pages, and twice a second the lobby.
 * Renderers make and send frames only while someone views them, so it also tells them for which takes this node has viewers.
 */
@Injectable()
export class FrameStream implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Takes');
  private readonly subscriptions = new Map<string, { readonly attempt: RenderAttempt; readonly sendFrames: boolean }>();
  private readonly timers: NodeJS.Timeout[] = [];
  private lobbyReportedAtMs = -Infinity;
  private readonly lobbySentAtMs = new Map<string, number>();
  private readonly throttle = new Throttle<SizedFrame>(
    (roomId) => this.broadcast.localRoomSize(roomId) * PAUSE_MS_PER_SOCKET,
    (roomId, { frame, smaller }) => this.sides.send(roomChannel(roomId), frame, smaller),
  );

  constructor(
    private readonly renderers: Renderers,
    private readonly latest: LatestFrames,
    private readonly presence: Presence,
    private readonly sides: FrameSides,
    private readonly broadcast: Broadcast,
    private readonly access: RoomAccess,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe(LOBBY_TOPIC, () => (this.lobbyReportedAtMs = performance.now()));
    this.every(LOBBY_GOSSIP_INTERVAL_MS, () => {
      if (this.broadcast.localLobbySize) this.bus.publish(LOBBY_TOPIC, null);
    });
  }

  onApplicationBootstrap(): void {
    this.renderers.onChange(() => this.subscribeAll());
    this.presence.onChange((roomId) => this.subscribeAll(roomId));
    this.every(SUBSCRIBE_INTERVAL_MS, () => this.subscribeAll());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** Sends the encoded frame as it is, or one of the smaller ones to slow links, and caches it for users who join later. */
  send(frame: FrameView, authorId: string, smaller?: readonly Frame[]): void {
    this.latest.record(frame, this.clock.now());
    this.throttle.touch(frame.roomId, { frame, smaller });
    this.sides.send(takesChannel(authorId), frame, smaller);
    // No newer frame follows the last step.
    if (frame.imageIndex === frame.images - 1 && frame.step === frame.steps) this.throttle.flush(frame.roomId);
    if (this.isLobbyDue(frame)) void this.sendToLobby(frame);
  }

  /** Progress of a model download before the first step. Not cached. */
  sendDownloadProgress(attempt: RenderAttempt, { bytes, of }: DownloadProgress): void {
    if (isSystemTake(attempt)) return;
    const { roomId, takeId, authorId } = attempt;
    const progress = { roomId, takeId, bytes, of };
    // The last message must arrive, or clients would show the download forever.
    if (bytes === of) {
      const channels = [roomChannel(roomId), takesChannel(authorId)];
      return this.broadcast.toChannelsLocally(channels, 'generation.downloadProgress', progress);
    }
    this.broadcast.volatileToRoomLocally(roomId, 'generation.downloadProgress', progress);
    this.broadcast.volatileToChannelLocally(takesChannel(authorId), 'generation.downloadProgress', progress);
  }

  /** Whether anyone would see a frame: in the room on any node, in a lobby that shows the room, or among own takes. */
  async hasViewers({ roomId, authorId }: Audience): Promise<boolean> {
    if (this.presence.isWatched(roomId) || this.isAuthorSubscribedHere(authorId)) return true;
    const isLobbyWatched =
      this.broadcast.localLobbySize > 0 || performance.now() - this.lobbyReportedAtMs < LOBBY_TIMEOUT_MS;
    return isLobbyWatched && (await this.isPublic(roomId));
  }

  /** As `hasViewers`, for sockets of this node. */
  private async hasViewersHere({ roomId, authorId }: Audience): Promise<boolean> {
    if (this.presence.hasLocalViewers(roomId) || this.isAuthorSubscribedHere(authorId)) return true;
    return this.broadcast.localLobbySize > 0 && (await this.isPublic(roomId));
  }

  /** Other nodes request frames for their own sockets. */
  private isAuthorSubscribedHere(authorId: string): boolean {
    return this.broadcast.hasLocalListeners(takesChannel(authorId));
  }

  /** Whether images of the room may be shown outside of it. */
  private async isPublic(roomId: string): Promise<boolean> {
    return (await this.access.roleOf(null, roomId)) !== null;
  }

  /** @param roomId the only room whose audience changed; undefined for all */
  private subscribeAll(roomId?: string): void {
    const attempts = this.renderers.list().flatMap(({ attempt }) => attempt ?? []);
    const running = new Set(attempts.map(({ id }) => id));
    for (const [id, { attempt, sendFrames }] of this.subscriptions) {
      if (running.has(id)) continue;
      if (sendFrames) this.renderers.subscribeFrames(attempt, false);
      this.subscriptions.delete(id);
    }
    for (const attempt of attempts) {
      if (roomId !== undefined && attempt.roomId !== roomId) continue;
      this.subscribe(attempt).catch((error: unknown) =>
        this.logger.warn('The viewers of a take could not be determined', error),
      );
    }
  }

  private async subscribe(attempt: RenderAttempt): Promise<void> {
    const sendFrames = await this.hasViewersHere(attempt);
    if (!sendFrames && this.subscriptions.get(attempt.id)?.sendFrames === false) return;
    this.subscriptions.set(attempt.id, { attempt, sendFrames });
    this.renderers.subscribeFrames(attempt, sendFrames);
  }

  private isLobbyDue({ roomId, frame }: FrameView): boolean {
    if (!frame || !this.broadcast.localLobbySize) return false;
    const now = performance.now();
    if (now - (this.lobbySentAtMs.get(roomId) ?? -Infinity) < LOBBY_INTERVAL_MS) return false;
    for (const [room, at] of this.lobbySentAtMs) if (now - at > LOBBY_INTERVAL_MS) this.lobbySentAtMs.delete(room);
    this.lobbySentAtMs.set(roomId, now);
    return true;
  }

  private async sendToLobby(frame: FrameView): Promise<void> {
    if (await this.isPublic(frame.roomId)) this.broadcast.toLobbyLocally('lobby.frame', frame);
  }

  private every(ms: number, callback: () => void): void {
    this.timers.push(setInterval(callback, ms).unref());
  }
}
