import { Inject, Injectable } from '@nestjs/common';
import type { Server, Socket } from 'socket.io';
import { PersonWatch } from './person-watch.js';
import { SanctionWatch } from './sanction-watch.js';
import { SessionWatch } from './session-watch.js';

/** Those who keep open sockets as their people and sessions are now. */
@Injectable()
export class Watches {
  constructor(
    @Inject(SessionWatch) private readonly sessions: SessionWatch,
    @Inject(PersonWatch) private readonly people: PersonWatch,
    @Inject(SanctionWatch) private readonly sanctions: SanctionWatch,
  ) {}

  attach(io: Server): void {
    for (const watch of [this.sessions, this.people, this.sanctions]) watch.attach(io);
  }

  /** Said once the socket has joined the channel of its person. */
  arrived(socket: Socket): void {
    this.people.arrived(socket);
    this.sanctions.arrived(socket);
  }
}
