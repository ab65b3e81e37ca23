import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LentConnections, lendingProtocol as protocol } from '@visionary/generation';
import { Clock, isRejection, Rejection } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { addressOf } from '@visionary/platform/realtime';
import { addressKey, type PrefetchingRateLimit, RateLimits } from '@visionary/platform/rate-limits';
import { WebSocketServer } from 'ws';
import type { LentRenderer } from '../../domain/lent-renderer.js';
import { isQuiet } from '../../domain/quiet-hours.js';
import { LentRenderers } from '../../use-cases/lent-renderers.js';
import { ManagedLentRenderers } from '../../use-cases/managed-lent-renderers.js';
import { LentRendererUpdates } from '../lent-renderer-updates.js';
import { LenderSession } from './lender-session.js';

/** Per address: programs reconnect with growing pauses, and guessing tokens is hopeless. */
const CONNECTIONS_PER_MINUTE = 30;
/** How often it is recorded that a program is connected. */
const SEEN_INTERVAL_MS = 30_000;
const CONNECTED_TOPIC = 'lending.connected';
const REFUSAL = 'HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/** A program connected to a node. */
interface Connected {
  readonly rendererId: string;
  readonly card: number;
  readonly connectionId: number;
  readonly nodeId: string;
}

/** Where programs that lend a renderer connect, on any node. Each card has one connection: the newest one. */
@Injectable()
export class LendingSocket implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Lending');
  private readonly server = new WebSocketServer({ noServer: true, maxPayload: protocol.MAX_MESSAGE_BYTES });
  /** By renderer and card. */
  private readonly sessions = new Map<string, LenderSession>();
  private readonly limit: PrefetchingRateLimit;
  private timers: NodeJS.Timeout[] = [];
  private connections = 0;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly renderers: LentRenderers,
    private readonly managed: ManagedLentRenderers,
    private readonly lent: LentConnections,
    private readonly updates: LentRendererUpdates,
    private readonly bus: Bus,
    private readonly clock: Clock,
    limits: RateLimits,
  ) {
    this.limit = limits.prefetching({ name: 'lending', points: CONNECTIONS_PER_MINUTE, seconds: 60 });
  }

  onApplicationBootstrap(): void {
    // Commands in a terminal compose an instance without an HTTP server.
    const adapter = this.http.httpAdapter as HttpAdapterHost['httpAdapter'] | null;
    if (!adapter) return;
    const httpServer = adapter.getHttpServer() as Server;
    httpServer.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (request.url === protocol.LENDING_PATH) void this.accept(request, socket, head);
    });
    this.updates.subscribe(({ id, isTokenRevoked }) => void this.refresh(id, isTokenRevoked));
    this.bus.subscribe<Connected>(CONNECTED_TOPIC, (connected) => this.onConnected(connected));
    this.every(protocol.PING_INTERVAL_MS, () => {
      for (const session of this.sessions.values()) session.ping();
    });
    this.every(SEEN_INTERVAL_MS, () => {
      const ids = new Set([...this.sessions.keys()].map(rendererOf));
      for (const id of ids) void this.refresh(id, false);
    });
  }

  /** Programs connect to another node, or again. */
  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
    for (const session of this.sessions.values()) session.close('SHUTTING_DOWN', false);
  }

  private every(ms: number, callback: () => void): void {
    this.timers.push(setInterval(callback, ms).unref());
  }

  private async accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => undefined);
    const isTrusted = this.http.httpAdapter.getInstance<{ get(name: string): unknown }>().get('trust proxy fn');
    const address = addressKey(addressOf(request, isTrusted as Parameters<typeof addressOf>[1]));
    if ((await this.limit.spend(address)) > 0) return void socket.end(REFUSAL, () => socket.destroy());
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      const session = new LenderSession(webSocket, {
        onHello: (hello) => void this.open(session, hello).catch((error: unknown) => this.rejectWith(session, error)),
        onClose: () => this.forget(session),
      });
    });
  }

  private async open(session: LenderSession, hello: protocol.LenderHello): Promise<void> {
    if (hello.protocol !== protocol.LENDING_PROTOCOL) throw new Rejection('LENDING_PROTOCOL_OUTDATED');
    const renderer = await this.renderers.authenticate(hello.token);
    const { id, ownerId, name } = renderer;
    const { card = 0 } = hello;
    const key = keyOf(id, card);
    this.sessions.get(key)?.close('LENDING_CONNECTED_ELSEWHERE', true);
    this.sessions.set(key, session);
    session.rendererId = id;
    const [connectionId, { nodeId }] = [++this.connections, this.bus];
    this.bus.publish(CONNECTED_TOPIC, { rendererId: id, card, connectionId, nodeId } satisfies Connected);
    session.opened = await this.lent.open({ id, ownerId, name }, session, (reason) => void this.ban(id, reason));
    // The program may have left meanwhile.
    if (session.isClosed) return this.forget(session);
    if (renderer.state === 'accepted') session.opened.connection.admit();
    session.send({ type: 'welcome', terms: this.termsOf(renderer) });
    this.logger.log('A lent renderer is connected', { rendererId: id, version: hello.version });
  }

  private forget(session: LenderSession): void {
    for (const [key, current] of this.sessions) if (current === session) this.sessions.delete(key);
    const { opened } = session;
    session.opened = undefined;
    if (!opened) return;
    void opened.close();
    const device = opened.connection.device ?? null;
    this.renderers
      .seen(session.rendererId, device)
      .catch((error: unknown) => this.logger.warn('When a lent renderer was connected could not be stored', error));
  }

  /** Another node has the newer connection. */
  private onConnected({ rendererId, card, nodeId }: Connected): void {
    if (nodeId !== this.bus.nodeId) {
      this.sessions.get(keyOf(rendererId, card))?.close('LENDING_CONNECTED_ELSEWHERE', true);
    }
  }

  /** Applies what changed, and records that the program is connected. */
  private async refresh(id: string, isTokenRevoked: boolean): Promise<void> {
    const sessions = [...this.sessions].filter(([key]) => rendererOf(key) === id).map(([, session]) => session);
    if (sessions.length === 0) return;
    if (isTokenRevoked) return sessions.forEach((session) => session.close('LENDING_TOKEN_INVALID', true));
    try {
      const renderer = await this.renderers.current(id);
      for (const session of sessions) {
        if (renderer.state === 'accepted') session.opened?.connection.admit();
        session.send({ type: 'terms', terms: this.termsOf(renderer) });
      }
      const [device = null] = sessions.flatMap(({ opened }) => opened?.connection.device ?? []);
      await this.renderers.seen(id, device);
    } catch (error) {
      for (const session of sessions) this.rejectWith(session, error);
    }
  }

  private rejectWith(session: LenderSession, error: unknown): void {
    if (isRejection(error)) return session.reject(error);
    this.logger.error('A lent renderer could not be connected', error);
    session.close('UNAVAILABLE', false);
  }

  private async ban(id: string, reason: string): Promise<void> {
    await this.managed
      .banForMisbehavior(id, reason)
      .catch((error: unknown) => this.logger.error('A lent renderer could not be banned', error));
  }

  private termsOf({ name, memoryMiB, state, isDraining, quietHours }: LentRenderer): protocol.LendingTerms {
    const isResting = quietHours !== null && isQuiet(quietHours, this.clock.now());
    const reasons = { approval: state !== 'accepted', draining: isDraining, quietHours: isResting } as const;
    const [pausedBy = null] = (['approval', 'draining', 'quietHours'] as const).filter((reason) => reasons[reason]);
    return { name, memoryMiB, pausedBy };
  }
}

const keyOf = (rendererId: string, card: number): string => `${rendererId} ${card}`;

const rendererOf = (key: string): string => key.slice(0, key.indexOf(' '));
