import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SESSION_ENDED_TOPIC, type SessionEndedMessage, SessionReader } from '@visionary/platform/auth';
import { Bus } from '@visionary/platform/bus';
import type { Server } from 'socket.io';
import { sessionChannel } from './live-socket.js';

const LOOK_EVERY_MS = 20_000;
const PREFIX = sessionChannel('');

/**
 * Disconnects this node's sockets of ended sessions: at once on a bus message, and by polling the database for sessions
 * that expired, bus messages that were lost, and sign-outs during a handshake.
 */
@Injectable()
export class EndedSessionDisconnector implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Sessions');
  private io: Server | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Bus) private readonly bus: Bus,
    @Inject(SessionReader) private readonly sessions: SessionReader,
  ) {}

  attach(io: Server): void {
    this.io = io;
  }

  onModuleInit(): void {
    this.bus.subscribe<SessionEndedMessage>(SESSION_ENDED_TOPIC, ({ sessionId }) => this.cut(sessionId));
    this.bus.onRecovered(() => void this.look());
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Checks all sessions with sockets on this node. */
  async look(): Promise<void> {
    const channels = [...(this.io?.of('/').adapter.rooms.keys() ?? [])].filter((name) => name.startsWith(PREFIX));
    if (!channels.length) return;
    try {
      const ended = await this.sessions.findEnded(channels.map((name) => name.slice(PREFIX.length)));
      for (const sessionId of ended) this.cut(sessionId);
    } catch (error) {
      this.logger.warn('Could not check sessions', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private cut(sessionId: string): void {
    const local = this.io?.local.in(sessionChannel(sessionId));
    local?.emit('session.ended', { error: { code: 'UNAUTHENTICATED' }, reconnect: true });
    local?.disconnectSockets(true);
  }
}
