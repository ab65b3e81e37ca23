import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import {
  type AdminView,
  type CommandReply,
  type FrameView,
  LIMITS,
  type OpenTakeView,
  type PoolView,
  type RendererView,
  type UserView,
} from '@visionary/contract';
import { Clock, RoomAccess } from '@visionary/kernel';
import { FreeSpace } from '@visionary/platform/blobs';
import { AdminDirectory } from '@visionary/platform/auth';
import { JobRepository } from '@visionary/platform/jobs';
import { Broadcast, type Call, Command, type LiveSocket } from '@visionary/platform/realtime';
import { LatestFrames } from '../../domain/latest-frames.js';
import type { PoolState } from '../../domain/renderer-protocol.js';
import { RenderTimings } from '../../domain/render-timings.js';
import { measuredDeviceOf } from '../../domain/renderer-selection.js';
import { Renderers, type RendererStatus } from '../../domain/renderers.js';
import { isSystemTake, type Take } from '../../domain/take.js';
import { TakeCommandsService } from '../../use-cases/take-commands.service.js';
import { TakesService } from '../../use-cases/takes.service.js';
import { QuarantineService } from '../../use-cases/quarantine.service.js';
import { QueueService } from '../../use-cases/queue.service.js';
import { NodeGossip } from './node-gossip.js';

/** Every admin has an own channel, because each may open other rooms. */
const adminChannel = (userId: string): string => `admin:${userId}`;
/** Half the time that a socket may keep receiving after its user lost the right. */
const CHECK_INTERVAL_MS = 500;
const BROADCAST_INTERVAL_MS = 1_000;
const STORAGE_STEP_BYTES = 16 * 2 ** 20;

/** Live status of the instance for admins. Costs nothing while no admin subscribes. */
@Injectable()
export class AdminGateway implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Admin');
  private readonly sockets = new Map<string, LiveSocket>();
  /** Sockets with a disconnect listener: they may subscribe repeatedly. */
  private readonly tracked = new WeakSet<LiveSocket>();
  private timer: NodeJS.Timeout | undefined;
  private isChecking = false;
  /** What each admin received last, as JSON. */
  private readonly lastStatus = new Map<string, string>();
  private broadcastAtMs = -Infinity;

  constructor(
    private readonly adminDirectory: AdminDirectory,
    private readonly renderers: Renderers,
    private readonly queue: QueueService,
    private readonly quarantine: QuarantineService,
    private readonly gossip: NodeGossip,
    private readonly broadcast: Broadcast,
    private readonly jobs: JobRepository,
    private readonly freeSpace: FreeSpace,
    private readonly clock: Clock,
    private readonly takes: TakesService,
    private readonly commands: TakeCommandsService,
    private readonly users: Users,
    private readonly roomAccess: RoomAccess,
    private readonly frames: LatestFrames,
    private readonly renderTimings: RenderTimings,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.check(), CHECK_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Subscribes before it reads the status, so no change is missed. */
  @Command('admin.subscribe')
  async subscribe({ socket, user }: Call<'admin.subscribe'>): Promise<CommandReply<'admin.subscribe'>> {
    this.sockets.set(socket.id, socket);
    if (!this.tracked.has(socket)) {
      this.tracked.add(socket);
      socket.onDisconnect(() => this.sockets.delete(socket.id));
    }
    const userId = user?.id ?? '';
    await socket.enter(adminChannel(userId));
    return this.statusFor(userId, await this.status());
  }

  @Command('admin.unsubscribe')
  async unsubscribe({ socket }: Call<'admin.unsubscribe'>): Promise<CommandReply<'admin.unsubscribe'>> {
    await this.remove(socket);
    return {};
  }

  @Command('admin.endTake')
  async endTake({ payload, user }: Call<'admin.endTake'>): Promise<CommandReply<'admin.endTake'>> {
    const { takeId, reason = '' } = payload;
    await this.commands.endAsAdmin({ takeId, byId: user?.id ?? '', reason: reason.trim() });
    return {};
  }

  private async remove(socket: LiveSocket): Promise<void> {
    this.sockets.delete(socket.id);
    await socket.leave(adminChannel(socket.user?.id ?? ''));
  }

  private async check(): Promise<void> {
    if (this.isChecking || this.sockets.size === 0) return;
    this.isChecking = true;
    try {
      await this.removeFormerAdmins();
      if (performance.now() - this.broadcastAtMs >= BROADCAST_INTERVAL_MS) await this.broadcastStatus();
    } catch (error) {
      this.logger.warn(
        'The status of the instance could not be read',
        error instanceof Error ? error : new Error(String(error)),
      );
    } finally {
      this.isChecking = false;
    }
  }

  /** Asks the database, because another process may have removed the right. */
  private async removeFormerAdmins(): Promise<void> {
    const sockets = [...this.sockets.values()];
    const admins = await this.adminDirectory.among(sockets.flatMap(({ user }) => (user ? [user.id] : [])));
    const formerAdmins = sockets.filter(({ user }) => !user || !admins.has(user.id));
    await Promise.all(formerAdmins.map((socket) => this.remove(socket)));
  }

  private async broadcastStatus(): Promise<void> {
    const status = await this.status();
    const userIds = new Set([...this.sockets.values()].flatMap(({ user }) => (user ? [user.id] : [])));
    for (const userId of this.lastStatus.keys()) if (!userIds.has(userId)) this.lastStatus.delete(userId);
    for (const userId of userIds) {
      const visible = await this.statusFor(userId, status);
      const json = JSON.stringify(visible);
      if (json === this.lastStatus.get(userId)) continue;
      this.lastStatus.set(userId, json);
      this.broadcastAtMs = performance.now();
      this.broadcast.toChannelsLocally([adminChannel(userId)], 'admin.statusChanged', visible);
    }
  }

  /** Without the names of rooms that the admin may not open. */
  private async statusFor(userId: string, { openTakes = [], ...status }: AdminView): Promise<AdminView> {
    const roomIds = [...new Set(openTakes.flatMap(({ roomId }) => (roomId === undefined ? [] : [roomId])))];
    const roles = await Promise.all(roomIds.map((id) => this.roomAccess.roleOf(userId, id)));
    const visibleIds = new Set(roomIds.filter((_, n) => roles[n] !== null));
    return {
      ...status,
      openTakes: openTakes.map(({ roomName, ...take }) => ({
        ...take,
        ...(roomName !== undefined && visibleIds.has(take.roomId ?? '') && { roomName }),
      })),
    };
  }

  private async openTakes(): Promise<OpenTakeView[]> {
    const takes = await this.takes.open(LIMITS.openTakesShown);
    const [users, roomNames] = await Promise.all([
      this.users.byIds(takes.map(({ authorId }) => authorId)),
      this.takes.roomNames(takes.map(({ roomId }) => roomId)),
    ]);
    return takes.map((take) => {
      const progress = this.frames.of(take.id, this.clock.now());
      return { ...presentOpenTake(take, users, roomNames), ...(progress && { progress: presentProgress(progress) }) };
    });
  }

  /** With the names of all rooms, see `statusFor`. */
  private async status(): Promise<AdminView> {
    const [queue, openTakes, quarantined, jobs, storage, nodes] = await Promise.all([
      this.queue.count(),
      this.openTakes(),
      this.quarantine.list(),
      this.jobs.summaries(this.clock.now()),
      this.storage(),
      this.gossip.nodes(),
    ]);
    const renderers = [...this.renderers.list()].sort((a, b) => a.host.localeCompare(b.host) || (a.id < b.id ? -1 : 1));
    return {
      renderers: renderers.map((renderer) => this.presentRenderer(renderer, renderers)),
      queue,
      openTakes,
      quarantined: quarantined.map(({ model, provider, reason, quarantinedAt }) => ({
        model,
        ...(provider && { provider }),
        reason,
        at: quarantinedAt ?? 0,
      })),
      sockets: nodes.reduce((sum, { sockets }) => sum + sockets, 0),
      isolation: [
        ...renderers.flatMap(({ host, isolation }) =>
          isolation ? [{ host, process: 'renderer' as const, ...isolation }] : [],
        ),
        ...nodes.flatMap(({ isolation = [] }) => isolation),
      ],
      ...(storage && { storage }),
      jobs,
    };
  }

  private presentRenderer(renderer: RendererStatus, all: readonly RendererStatus[]): RendererView {
    const timings = this.renderTimings.on(measuredDeviceOf(renderer));
    const isOnlyOne = all.every(
      (other) => other === renderer || this.renderTimings.on(measuredDeviceOf(other)) !== timings,
    );
    const latest = isOnlyOne ? timings.steps.latest : undefined;
    const step = latest && { model: latest.model, pixels: latest.pixels, ms: latest.stepMs };
    return { ...presentRenderer(renderer), ...(step && { step }) };
  }

  /** In steps of 16 MiB, because each change is broadcast. Unknown where the system doesn't report it. */
  private async storage(): Promise<AdminView['storage']> {
    const freeBytes = await this.freeSpace.freeBytes();
    const { isLow, isWritable, reserveBytes } = this.freeSpace;
    if (!Number.isFinite(freeBytes)) return isWritable ? undefined : { freeBytes: 0, isLow, isWritable, reserveBytes };
    return { freeBytes: freeBytes - (freeBytes % STORAGE_STEP_BYTES), isLow, isWritable, reserveBytes };
  }
}

const presentPool = ({ entries, ...counters }: PoolState): PoolView => ({
  ...counters,
  entries: entries.map(({ modelName: model, loras, bytes, leases, loadMs, lastUsedAt }) => ({
    model,
    bytes,
    leases,
    loadMs,
    lastUsedAt,
    loras: loras.map(({ id, weight }) => ({ id, weight })),
  })),
});

const presentOpenTake = (
  take: Take,
  users: ReadonlyMap<string, UserView>,
  roomNames: ReadonlyMap<string, string>,
): OpenTakeView => {
  const author = users.get(take.authorId);
  return {
    id: take.id,
    ...(!isSystemTake(take) && { roomId: take.roomId, roomName: roomNames.get(take.roomId) ?? '' }),
    ...(author && { author }),
    number: take.number,
    model: take.settings.model,
    status: take.status === 'rendering' ? 'rendering' : 'queued',
    queuedAt: take.queuedAt,
    ...(take.startedAt !== null && take.status === 'rendering' && { startedAt: take.startedAt }),
  };
};

const presentProgress = ({ step, steps, msLeft }: FrameView): OpenTakeView['progress'] => ({ step, steps, msLeft });

const presentRenderer = ({
  id,
  host,
  state,
  attempt,
  restarts,
  pool,
  device,
  pausedBy,
  lender,
}: RendererStatus): RendererView => ({
  id,
  host,
  state,
  restarts,
  takeId: attempt?.takeId ?? null,
  // Nobody measures the memory of a lent one.
  pool: pool && !lender ? presentPool(pool) : null,
  ...(device && { device }),
  ...(pausedBy && { pausedBy }),
  ...(lender && { lender }),
});
