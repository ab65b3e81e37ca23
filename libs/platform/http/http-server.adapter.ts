import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ExpressAdapter } from '@nestjs/platform-express';
import { limitBodyTime } from './body-timeout.js';
import { answerUnreadable } from './unreadable-request.js';
import { quietTurn } from './quiet-turn.js';

const GRACE_MS = 2_000;
/** For connections without a request: browsers open some in advance, and WebSockets may never answer their end. */
const IDLE_GRACE_MS = 500;

/** A load balancer repeats the request on another node. */
const UPGRADE_REFUSAL = [
  'HTTP/1.1 503 Service Unavailable',
  'Connection: close',
  'Content-Length: 0',
  'Retry-After: 1',
  '\r\n',
].join('\r\n');

/** Express with timeouts against slow requests (Slowloris). Incomplete requests are closed within 30 s. */
export class HttpServerAdapter extends ExpressAdapter {
  private readonly connections = new Set<Socket>();
  private readonly webSockets = new WeakSet<Duplex>();
  private isDraining = false;
  private closed: Promise<unknown> | undefined;

  override initHttpServer(): void {
    const timeouts = { bodyTimeout: 25_000 };
    // Node has one timeout for whole requests. The body has its own here, so that uploads of gigabytes can take longer.
    const options = { headersTimeout: 15_000, requestTimeout: 0, connectionsCheckingInterval: 2_000 };
    const answer = this.getInstance<RequestListener>();
    const server = createServer(options, (request, response) => {
      if (this.isDraining) response.shouldKeepAlive = false;
      limitBodyTime(request, timeouts.bodyTimeout);
      answer(request, response);
    });
    server.on('connection', (connection: Socket) => {
      this.connections.add(connection);
      connection.once('close', () => this.connections.delete(connection));
    });
    server.on('clientError', answerUnreadable);
    server.on('upgrade', (_request, connection) => this.webSockets.add(connection));
    this.httpServer = Object.assign(server, { timeouts });
  }

  /** New WebSockets get 503 from now on, and each connection ends with its next response. */
  drain(): void {
    const server = this.httpServer as Server;
    this.isDraining = true;
    server.removeAllListeners('upgrade');
    server.on('upgrade', (_request, socket: Duplex) => {
      socket.on('error', () => undefined);
      socket.end(UPGRADE_REFUSAL);
    });
  }

  /** Running requests get 2 s to finish. */
  override close(): Promise<unknown> {
    return (this.closed ??= this.finish());
  }

  private async finish(): Promise<void> {
    this.drain();
    await quietTurn();
    const timers = [
      setTimeout(() => this.destroyConnections((connection) => this.isIdle(connection)), IDLE_GRACE_MS),
      setTimeout(() => this.destroyConnections(() => true), GRACE_MS),
    ];
    await super.close();
    for (const timer of timers) clearTimeout(timer);
  }

  private destroyConnections(which: (connection: Socket) => boolean): void {
    for (const connection of this.connections) if (which(connection)) connection.destroy();
  }

  private isIdle(connection: Socket): boolean {
    return connection.bytesRead === 0 || this.webSockets.has(connection);
  }
}
