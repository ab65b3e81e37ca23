import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import {
  type Ack,
  COMMANDS,
  COMMAND_NAMES,
  type CommandName,
  ERROR_STATUS,
  type ErrorCode,
  HEARTBEAT,
  isLogged,
  type RoomEvent,
} from '@visionary/contract';
import { isRejection, Rejection, type RejectionDetail, storageCodeOf } from '@visionary/kernel';
import { FreeSpace } from '@visionary/platform/blobs';
import { isUnavailable, RoomTurns } from '@visionary/platform/database';
import { UserRateLimits } from '@visionary/platform/rate-limits';
import type { Socket } from 'socket.io';
import { type AnyHandler, type Call, commandsOf } from './command.js';
import { CommandResults } from './command-results.js';
import { InstanceRights } from './instance-rights.js';
import { LiveSocket } from './live-socket.js';
import { RoomRights } from './room-rights.js';
import { RunningCommands } from './running-commands.js';
import { TokenBucket } from './token-bucket.js';

/** Below the 10 s after which clients stop waiting, so that they learn that a retry may help. */
const DEADLINE_MS = 9_000;
const UNAVAILABLE = { code: 'UNAVAILABLE', detail: { retryAfterSeconds: 1 } } as const;

/** The work continues, as after a lost reply. @throws Rejection UNAVAILABLE */
const rejectAtDeadline = <T>(work: Promise<T>): Promise<T> => {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Rejection(UNAVAILABLE.code, UNAVAILABLE.detail)), DEADLINE_MS);
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
};

/** Runs every command: parse, check permission, apply rate limits, call the handler. Always acknowledges. */
@Injectable()
export class CommandRouter implements OnModuleInit {
  private readonly logger = new Logger('Commands');
  readonly running = new RunningCommands();
  private readonly handlers = new Map<CommandName, AnyHandler>();

  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(RoomRights) private readonly roomRights: RoomRights,
    @Inject(InstanceRights) private readonly instanceRights: InstanceRights,
    @Inject(UserRateLimits) private readonly userRateLimits: UserRateLimits,
    @Inject(CommandResults) private readonly commandResults: CommandResults,
    @Inject(RoomTurns) private readonly roomTurns: RoomTurns,
    @Inject(FreeSpace) private readonly freeSpace: FreeSpace,
  ) {}

  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (!instance || typeof instance !== 'object') continue;
      for (const [name, handler] of commandsOf(instance as object)) this.handlers.set(name, handler);
    }
    const missing = COMMAND_NAMES.filter((name) => !this.handlers.has(name));
    if (missing.length) this.logger.warn(`No gateway handles: ${missing.join(', ')}`);
  }

  /** Answers every command of the socket until it disconnects. */
  listen(socket: Socket): void {
    const liveSocket = new LiveSocket(socket);
    const bucket = new TokenBucket(performance.now());
    socket.on('error', () => undefined);
    // `onAny` below handles every message. Swallowing it here keeps clients from triggering internal listeners by name.
    socket.use(() => undefined);
    socket.onAny((name: string, ...args: unknown[]) => {
      const reply = args.at(-1);
      const acknowledge = (ack: Ack<unknown>) => {
        if (typeof reply === 'function') (reply as (ack: Ack<unknown>) => void)(ack);
      };
      const verdict = bucket.spend(performance.now());
      if (verdict === 'disconnect') return liveSocket.disconnect('RATE_LIMITED', true);
      if (verdict === 'rejected') return acknowledge({ ok: false, error: { code: 'RATE_LIMITED' } });
      if (name === HEARTBEAT) return acknowledge({ ok: true, data: {} });
      this.running.track(socket.id, this.answer(name, args[0], liveSocket).then(acknowledge));
    });
  }

  private async answer(name: string, payload: unknown, socket: LiveSocket): Promise<Ack<unknown>> {
    try {
      return { ok: true, data: await rejectAtDeadline(this.execute(name, payload, socket)) };
    } catch (error) {
      return { ok: false, error: this.rejection(name, error) };
    }
  }

  private async execute(name: string, payload: unknown, socket: LiveSocket): Promise<unknown> {
    const handler = this.handlers.get(name as CommandName);
    if (!handler) throw new Rejection('NOT_FOUND', { command: name.slice(0, 64) });
    // Counted first, so that a flood is neither parsed nor costs queries.
    if (!socket.user) await this.userRateLimits.visitorCommand(name as CommandName, socket.owner);
    const { payload: schema } = COMMANDS[name as CommandName];
    const parsed = schema.safeParse(payload);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new Rejection('INVALID', { field: issue?.path.join('.') ?? '', reason: issue?.message ?? '' });
    }
    const { user, accountCreatedAt } = socket;
    const call = { payload: parsed.data, user, socket } as Call<CommandName>;
    try {
      this.instanceRights.requireNotMuted(name as CommandName, socket);
      await this.requirePermission(name as CommandName, call);
    } catch (rejection) {
      const event = isRejection(rejection) && (await this.previousResult(name as CommandName, call));
      if (event) return { event };
      throw rejection;
    }
    const { roomId } = parsed.data as { readonly roomId?: unknown };
    const run = () =>
      typeof roomId === 'string' ? this.roomTurns.runInRoom(roomId, () => handler(call)) : handler(call);
    if (!user || accountCreatedAt === null) return run();
    return this.userRateLimits.command(name as CommandName, { userId: user.id, accountCreatedAt }, run);
  }

  private async requirePermission(name: CommandName, { payload, user }: Call<CommandName>): Promise<void> {
    const { permission, exceptions } = COMMANDS[name];
    if (permission === 'self' || permission === 'moderator' || permission === 'admin') {
      await this.instanceRights.require(permission, user);
    } else if (permission !== 'nothing') {
      await this.roomRights.require(user, (payload as { roomId: string }).roomId, { permission, exceptions });
    }
  }

  /**
   * A command that already succeeded gets its result again, because the reply may have been lost and the permission
   * revoked since.
   */
  private async previousResult(name: CommandName, { payload, user }: Call<CommandName>): Promise<RoomEvent | null> {
    if (!user || !isLogged(name)) return null;
    const { roomId, clientId } = payload as { readonly roomId: string; readonly clientId: string };
    return this.commandResults.of({ userId: user.id, roomId, clientId });
  }

  private rejection(name: string, error: unknown): { code: ErrorCode; detail?: RejectionDetail } {
    if (isRejection(error) && error.code in ERROR_STATUS) {
      return { code: error.code as ErrorCode, ...(error.detail && { detail: { ...error.detail } }) };
    }
    const storageCode = storageCodeOf(error);
    if (storageCode) {
      if (storageCode === 'STORAGE_UNAVAILABLE') this.freeSpace.recordFailure(error);
      this.logger.error(`${name} failed: ${storageCode}`);
      return { code: storageCode };
    }
    if (isUnavailable(error)) {
      this.logger.warn(`${name} failed: the database is unavailable`);
      return UNAVAILABLE;
    }
    const id = randomUUID();
    this.logger.error(`${name} failed [${id}]`, error instanceof Error ? error.stack : String(error));
    return { code: 'INTERNAL', detail: { id } };
  }
}
