import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { UserView } from '@visionary/contract';
import { banRejection, Clock, type Sanctions } from '@visionary/kernel';
import {
  SESSION_ENDED_TOPIC,
  type SessionEndedMessage,
  SessionReader,
  USER_CHANGED_TOPIC,
  USER_SANCTIONED_TOPIC,
  type UserChangedMessage,
  type UserSanctionedMessage,
} from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import type { Server, Socket } from 'socket.io';
import { sessionChannel, userChannel } from './live-socket.js';
import { Presence } from './presence.js';

const CHECK_INTERVAL_MS = 20_000;
/** Longer than a handshake takes. Covers sockets whose handshake read what changed before they connected. */
const RECENT_MS = 60_000;
const BATCH_SIZE = 200;

interface SocketData {
  user: UserView | null;
  sanctions: Sanctions;
}

const dataOf = (socket: Socket): SocketData => socket.data as SocketData;

/** The latest value of each key, for a minute. */
class RecentValues<V> {
  private readonly values = new Map<string, { readonly value: V; readonly atMs: number }>();

  get(key: string): V | undefined {
    return this.values.get(key)?.value;
  }

  set(key: string, value: V): void {
    const now = performance.now();
    for (const [other, { atMs }] of this.values) {
      if (now - atMs < RECENT_MS) break;
      this.values.delete(other);
    }
    this.values.delete(key);
    this.values.set(key, { value, atMs: now });
  }
}

/**
 * Keeps this node's open sockets in sync with their sessions, profiles and sanctions: at once by bus messages, and by reading
 * the database for sessions that expired and for messages that were lost.
 */
@Injectable()
export class SocketSync implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Sockets');
  private readonly profiles = new RecentValues<UserView>();
  private readonly sanctions = new RecentValues<Sanctions>();
  private io: Server | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(Presence) private readonly presence: Presence,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  attach(io: Server): void {
    this.io = io;
  }

  onModuleInit(): void {
    this.bus.subscribe<SessionEndedMessage>(SESSION_ENDED_TOPIC, ({ sessionId }) => this.disconnect(sessionId));
    this.bus.subscribe<UserChangedMessage>(USER_CHANGED_TOPIC, ({ user }) => this.updateProfile(user));
    this.bus.subscribe<UserSanctionedMessage>(USER_SANCTIONED_TOPIC, ({ userId, sanctions }) => {
      this.sanctions.set(userId, sanctions);
      for (const socket of this.socketsOf(userId)) this.applySanctions(socket, sanctions);
    });
    this.bus.onRecovered(() => {
      void this.checkSessions();
      void this.checkProfiles();
    });
    this.timer = setInterval(() => void this.checkSessions(), CHECK_INTERVAL_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Called after the socket joined its user's channel. */
  refresh(socket: Socket): void {
    const data = dataOf(socket);
    if (!data.user) return;
    const { id } = data.user;
    data.user = this.profiles.get(id) ?? data.user;
    const sanctions = this.sanctions.get(id);
    if (sanctions) this.applySanctions(socket, sanctions);
  }

  /** Disconnects the sockets of sessions that have ended. */
  async checkSessions(): Promise<void> {
    const ids = this.idsIn(sessionChannel(''));
    if (ids.length === 0) return;
    try {
      for (const sessionId of await this.sessions.findEnded(ids)) this.disconnect(sessionId);
    } catch (error) {
      this.logger.warn('Sessions could not be checked', error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Re-reads the profiles of all users with sockets on this node. */
  async checkProfiles(): Promise<void> {
    const ids = this.idsIn(userChannel(''));
    try {
      for (let from = 0; from < ids.length; from += BATCH_SIZE) {
        const users = await this.sessions.findUsers(ids.slice(from, from + BATCH_SIZE));
        for (const user of users) if (this.hasChanged(user)) this.updateProfile(user);
      }
    } catch (error) {
      this.logger.warn('Profiles could not be checked', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private disconnect(sessionId: string): void {
    const local = this.io?.local.in(sessionChannel(sessionId));
    local?.emit('session.ended', { error: { code: 'UNAUTHENTICATED' }, reconnect: true });
    local?.disconnectSockets(true);
  }

  private updateProfile(user: UserView): void {
    this.profiles.set(user.id, user);
    for (const socket of this.socketsOf(user.id)) dataOf(socket).user = user;
    this.presence.updateProfile(user);
    this.io?.local.emit('users.profileChanged', { user });
  }

  private hasChanged({ id, name, image }: UserView): boolean {
    return this.socketsOf(id).some((socket) => {
      const { user } = dataOf(socket);
      return user?.name !== name || user.image !== image;
    });
  }

  /** Banned users get the reason and are disconnected. */
  private applySanctions(socket: Socket, sanctions: Sanctions): void {
    dataOf(socket).sanctions = sanctions;
    const ban = banRejection(sanctions, this.clock.now());
    if (!ban) return;
    const error = { code: 'SAFETY_BANNED', ...(ban.detail && { detail: ban.detail }) };
    socket.emit('session.ended', { error, reconnect: false });
    socket.disconnect(true);
  }

  private idsIn(prefix: string): string[] {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])];
    return channels.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  }

  private socketsOf(userId: string): Socket[] {
    const { adapter, sockets } = this.io?.of('/') ?? {};
    const ids = [...(adapter?.rooms.get(userChannel(userId)) ?? [])];
    return ids.map((id) => sockets?.get(id)).filter((socket) => socket !== undefined);
  }
}
