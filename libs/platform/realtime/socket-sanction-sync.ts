import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '@visionary/kernel';
import {
  banRejection,
  USER_SANCTIONED_TOPIC,
  type UserSanctionedMessage,
  type Sanctions,
} from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import type { Server, Socket } from 'socket.io';
import { userChannel } from './live-socket.js';

/**
 * Longer than a handshake takes. Covers sockets whose handshake read the sanctions before a decision but connected
 * after it.
 */
const REMEMBERED_MS = 60_000;

/** Applies new sanctions to open sockets on every node. Banned users get the reason and are disconnected. */
@Injectable()
export class SocketSanctionSync implements OnModuleInit {
  private readonly lately = new Map<string, { readonly sanctions: Sanctions; readonly heardAt: number }>();
  private io: Server | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  attach(io: Server): void {
    this.io = io;
  }

  onModuleInit(): void {
    this.bus.subscribe<UserSanctionedMessage>(USER_SANCTIONED_TOPIC, (news) => this.hear(news));
  }

  /** Called after the socket joined its user's channel. */
  arrived(socket: Socket): void {
    const { user } = socket.data as { readonly user: { readonly id: string } | null };
    const known = user && this.lately.get(user.id);
    if (known) this.apply(socket, known.sanctions);
  }

  private hear({ userId, sanctions }: UserSanctionedMessage): void {
    this.remember(userId, sanctions);
    const { adapter, sockets } = this.io?.of('/') ?? {};
    for (const id of [...(adapter?.rooms.get(userChannel(userId)) ?? [])]) {
      const socket = sockets?.get(id);
      if (socket) this.apply(socket, sanctions);
    }
  }

  private apply(socket: Socket, sanctions: Sanctions): void {
    (socket.data as { sanctions: Sanctions }).sanctions = sanctions;
    const ban = banRejection(sanctions, this.clock.now());
    if (!ban) return;
    socket.emit('session.ended', {
      error: { code: 'SAFETY_BANNED', ...(ban.detail && { detail: ban.detail }) },
      reconnect: false,
    });
    socket.disconnect(true);
  }

  private remember(userId: string, sanctions: Sanctions): void {
    const now = performance.now();
    for (const [id, { heardAt }] of this.lately) {
      if (now - heardAt < REMEMBERED_MS) break;
      this.lately.delete(id);
    }
    this.lately.delete(userId);
    this.lately.set(userId, { sanctions, heardAt: now });
  }
}
