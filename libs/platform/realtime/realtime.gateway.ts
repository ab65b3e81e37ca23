import { Inject, type BeforeApplicationShutdown } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';
import { type Ack, LIMITS } from '@visionary/contract';
import type { Server, Socket } from 'socket.io';
import { Broadcast } from './broadcast.js';
import { CommandBudget } from './command-budget.js';
import { CommandRouter } from './command-router.js';
import { LiveSocket, sessionChannel } from './live-socket.js';
import { SessionWatch } from './session-watch.js';
import { watchSlowSockets } from './slow-sockets.js';

interface SocketData {
  readonly person: { readonly id: string } | null;
  readonly sessionId: string | null;
}

/** The one Socket.IO gateway: every socket comes in here, every command goes to the router. */
@WebSocketGateway()
export class RealtimeGateway implements OnGatewayInit, OnGatewayConnection, BeforeApplicationShutdown {
  private io: Server | undefined;
  private stopWatching: (() => void) | undefined;

  constructor(
    @Inject(CommandRouter) private readonly router: CommandRouter,
    @Inject(Broadcast) private readonly broadcast: Broadcast,
    @Inject(SessionWatch) private readonly watch: SessionWatch,
  ) {}

  afterInit(io: Server): void {
    this.io = io;
    this.broadcast.attach(io);
    this.watch.attach(io);
    this.stopWatching = watchSlowSockets(io);
  }

  async handleConnection(socket: Socket): Promise<void> {
    const { person, sessionId } = socket.data as SocketData;
    const owner = `person:${person?.id ?? ''}`;
    const room = this.io?.of('/').adapter.rooms.get(owner);
    if (person && (room?.size ?? 0) >= LIMITS.socketsPerPerson) {
      new LiveSocket(socket).end('RATE_LIMITED', false);
      return;
    }
    this.listen(socket);
    if (person) await socket.join(owner);
    if (sessionId) await socket.join(sessionChannel(sessionId));
  }

  /** Told before cut, so that clients come back at once to another node or after the restart. */
  beforeApplicationShutdown(): void {
    this.stopWatching?.();
    this.io?.local.emit('session.ended', { error: { code: 'SHUTTING_DOWN' }, reconnect: true });
    this.io?.local.disconnectSockets(true);
  }

  private listen(socket: Socket): void {
    const live = new LiveSocket(socket);
    const budget = new CommandBudget(performance.now());
    socket.on('error', () => undefined);
    // Everything is heard below. Nothing goes on to listeners by name, so no client can set off one of ours.
    socket.use(() => undefined);
    socket.onAny((name: string, ...args: unknown[]) => {
      const reply = args.at(-1);
      const acknowledge = (ack: Ack<unknown>) => {
        if (typeof reply === 'function') (reply as (ack: Ack<unknown>) => void)(ack);
      };
      const verdict = budget.spend(performance.now());
      if (verdict === 'cut') return live.end('RATE_LIMITED', true);
      if (verdict === 'refused') return acknowledge({ ok: false, error: { code: 'RATE_LIMITED' } });
      void this.router.answer(name, args[0], live).then(acknowledge);
    });
  }
}
