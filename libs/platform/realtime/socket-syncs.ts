import { Inject, Injectable } from '@nestjs/common';
import type { Server, Socket } from 'socket.io';
import { SocketProfileSync } from './socket-profile-sync.js';
import { SocketSanctionSync } from './socket-sanction-sync.js';
import { EndedSessionDisconnector } from './ended-session-disconnector.js';

/** Keeps open sockets in sync with their users, sanctions, and sessions. */
@Injectable()
export class SocketSyncs {
  constructor(
    @Inject(EndedSessionDisconnector) private readonly sessions: EndedSessionDisconnector,
    @Inject(SocketProfileSync) private readonly users: SocketProfileSync,
    @Inject(SocketSanctionSync) private readonly sanctions: SocketSanctionSync,
  ) {}

  attach(io: Server): void {
    for (const watch of [this.sessions, this.users, this.sanctions]) watch.attach(io);
  }

  /** Called after the socket joined its user's channel. */
  arrived(socket: Socket): void {
    this.users.arrived(socket);
    this.sanctions.arrived(socket);
  }
}
