import { Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { resolveWithin } from '@visionary/kernel';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { Broadcast } from './broadcast.js';
import { CommandRouter } from './command-router.js';
import type { SlotOwner } from './handshake.js';
import { LiveSocket, sessionChannel } from './live-socket.js';
import { UserAvailability } from './user-availability.js';
import { drainSocket, drainSockets } from './drain-sockets.js';
import { ConnectionSlots } from './connection-slots.js';
import { SocketSync } from './socket-sync.js';

interface SocketData {
  readonly owner: SlotOwner;
  readonly user: { readonly id: string } | null;
  readonly sessionId: string | null;
}

/** The only Socket.IO gateway: accepts every socket; the router answers its commands. */
@WebSocketGateway()
export class RealtimeGateway implements OnGatewayInit, OnGatewayConnection, BeforeApplicationShutdown {
  private io: Server | undefined;
  private slots: ConnectionSlots | undefined;
  private isDraining = false;

  constructor(
    @Inject(CommandRouter) private readonly router: CommandRouter,
    @Inject(Broadcast) private readonly broadcast: Broadcast,
    @Inject(SocketSync) private readonly socketSync: SocketSync,
    @Inject(UserAvailability) private readonly userAvailability: UserAvailability,
  ) {}

  afterInit(io: Server): void {
    this.io = io;
    this.slots = new ConnectionSlots(io);
    this.broadcast.attach(io);
    this.socketSync.attach(io);
  }

  async handleConnection(socket: Socket): Promise<void> {
    const { owner, user, sessionId } = socket.data as SocketData;
    // A disconnected socket would stay in its channels and keep its slot forever.
    if (!socket.connected) return;
    if (!this.slots?.acquire(socket)) {
      // Broken connections hold slots until the ping timeout, so the client should retry.
      new LiveSocket(socket).disconnect('RATE_LIMITED', true);
      return;
    }
    this.router.listen(socket);
    // Its handshake began before the node refused new ones.
    if (this.isDraining) return drainSocket(socket, this.router.running);
    await socket.join(owner.channel);
    if (user) this.trackAvailability(user.id, socket);
    this.socketSync.refresh(socket);
    if (sessionId && socket.connected) await socket.join(sessionChannel(sessionId));
  }

  /**
   * Disconnects all clients within `ms`, after their commands. They reconnect at once to another node, or after the
   * restart.
   */
  async drain(ms: number): Promise<void> {
    this.isDraining = true;
    this.broadcast.flush();
    await drainSockets([...(this.io?.of('/').sockets.values() ?? [])], this.router.running, ms);
    // Those that took too long for their clients still need the database.
    await resolveWithin(this.router.running.allSettled(), undefined);
    // Ends those whose handshake is not complete.
    this.io?.engine.close();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.drain(0);
  }

  private trackAvailability(userId: string, socket: Socket): void {
    if (!socket.connected) return;
    this.userAvailability.connect(userId, socket.id);
    socket.once('disconnect', () => this.userAvailability.disconnect(userId, socket.id));
  }
}
