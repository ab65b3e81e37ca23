import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { UserView } from '@visionary/contract';
import { USER_CHANGED_TOPIC, type UserChangedMessage, SessionReader } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import type { Server, Socket } from 'socket.io';
import { userChannel } from './live-socket.js';
import { Presence } from './presence.js';

const PREFIX = userChannel('');
/**
 * Longer than a handshake takes. Covers sockets whose handshake read the profile before a change but connected after
 * it.
 */
const REMEMBERED_MS = 60_000;
const ASKED_AT_ONCE = 200;

const isSame = (a: UserView, b: UserView): boolean => a.name === b.name && a.image === b.image;

/** Keeps names and avatars of open sockets current on every node, and broadcasts changes. */
@Injectable()
export class SocketProfileSync implements OnModuleInit {
  private readonly logger = new Logger('Users');
  private readonly lately = new Map<string, { readonly user: UserView; readonly at: number }>();
  private io: Server | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(SessionReader) private readonly sessions: SessionReader,
    @Inject(Presence) private readonly presence: Presence,
  ) {}

  attach(io: Server): void {
    this.io = io;
  }

  onModuleInit(): void {
    this.bus.subscribe<UserChangedMessage>(USER_CHANGED_TOPIC, ({ user }) => this.know(user));
    this.bus.onRecovered(() => void this.look());
  }

  /** Called after the socket joined its user's channel. */
  arrived(socket: Socket): void {
    const data = socket.data as { user: UserView | null };
    const known = data.user && this.lately.get(data.user.id);
    if (known) data.user = known.user;
  }

  /** Rereads all users with sockets on this node, because bus messages may have been lost. */
  async look(): Promise<void> {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])].filter((name) => name.startsWith(PREFIX));
    const ids = channels.map((name) => name.slice(PREFIX.length));
    try {
      for (let from = 0; from < ids.length; from += ASKED_AT_ONCE) {
        const now = await this.sessions.findUsers(ids.slice(from, from + ASKED_AT_ONCE));
        for (const user of now) if (this.isNews(user)) this.know(user);
      }
    } catch (error) {
      this.logger.warn('Could not check users', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private know(user: UserView): void {
    this.remember(user);
    for (const socket of this.socketsOf(user.id)) (socket.data as { user: UserView }).user = user;
    this.presence.updateProfile(user);
    this.io?.local.emit('users.profileChanged', { user });
  }

  private isNews(user: UserView): boolean {
    return this.socketsOf(user.id).some(({ data }) => !isSame((data as { user: UserView }).user, user));
  }

  private remember(user: UserView): void {
    const now = performance.now();
    for (const [id, { at }] of this.lately) {
      if (now - at < REMEMBERED_MS) break;
      this.lately.delete(id);
    }
    this.lately.delete(user.id);
    this.lately.set(user.id, { user, at: now });
  }

  private socketsOf(userId: string): Socket[] {
    const { adapter, sockets } = this.io?.of('/') ?? {};
    const ids = adapter?.rooms.get(userChannel(userId)) ?? [];
    return [...ids].map((id) => sockets?.get(id)).filter((socket) => socket !== undefined);
  }
}
