import type { NestExpressApplication } from '@nestjs/platform-express';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { LIMITS, VISITOR_CONNECTION_RATE_LIMIT } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { AllowedOrigins, SessionReader } from '@visionary/platform/auth';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import { addressKey, RateLimits } from '@visionary/platform/rate-limits';
import type { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';
import { addressOf, type HandshakeOptions, handshake } from './handshake.js';
import { installSharedFrames } from './shared-frames.js';
import { disconnectSlowClients } from './backpressure.js';
import { ABANDONED_MS, PendingConnections } from './pending-connections.js';
import { wireParser } from './wire-parser.js';

/** Dead connections are detected within ping interval plus timeout, well below the 30 s that presence guarantees. */
const OPTIONS: Partial<ServerOptions> = {
  transports: ['websocket'],
  serveClient: false,
  parser: wireParser,
  maxHttpBufferSize: LIMITS.socketFrameBytes,
  perMessageDeflate: false,
  pingInterval: 10_000,
  pingTimeout: 10_000,
  connectTimeout: 10_000,
};

const ignore = (): void => undefined;

/**
 * A Redis connection for the Socket.IO adapter, which doesn't await its calls. Without this, a rejected call while
 * Redis is down or during shutdown would end the process as an unhandled rejection. Nodes that miss a message recover
 * it from the room log.
 */
const ignoringErrors = (redis: Redis) => ({
  on: redis.on.bind(redis),
  off: redis.off.bind(redis),
  publish: (channel: string, message: string | Buffer) => redis.publish(channel, message).catch(ignore),
  subscribe: (channels: string[]) => redis.subscribe(...channels).catch(ignore),
  unsubscribe: (channels: string[]) => redis.unsubscribe(...channels).catch(ignore),
  psubscribe: (pattern: string) => redis.psubscribe(pattern).catch(ignore),
  punsubscribe: (pattern: string) => redis.punsubscribe(pattern).catch(ignore),
});

/** Configures Socket.IO. With Redis, rooms span all nodes. */
export class RealtimeAdapter extends IoAdapter {
  constructor(private readonly nest: NestExpressApplication) {
    super(nest);
  }

  /** All messages go to the command router, so Nest binds none. */
  override bindMessageHandlers(): void {}

  /** The HTTP server closes the connections, with a deadline. */
  override async close(server: Server): Promise<void> {
    await server.of('/').adapter.close();
    server.engine.close();
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const { visitorSockets } = this.nest.get(Config, { strict: false });
    const { points, seconds, perSocket } = VISITOR_CONNECTION_RATE_LIMIT;
    const maxConnections = Math.max(points, perSocket * visitorSockets);
    const sessions = this.nest.get(SessionReader, { strict: false });
    const isTrusted = this.nest.getHttpAdapter().getInstance().get('trust proxy fn') as HandshakeOptions['isTrusted'];
    const pendingConnections = new PendingConnections({
      sessions,
      addressOf: (request) => addressKey(addressOf(request, isTrusted)),
      // Abandoned ones, which count for a while, are as frequent at most as those of visitors.
      maxPerAddress: Math.ceil((maxConnections * ABANDONED_MS) / 1000 / seconds),
    });
    const allowRequest: ServerOptions['allowRequest'] = (request, decide) => {
      pendingConnections.tryAdd(request).then(
        (isAllowed) => decide(null, isAllowed),
        () => decide(null, false),
      );
    };
    const server = super.createIOServer(port, { ...options, ...OPTIONS, allowRequest } as ServerOptions);
    const redis = this.nest.get<RedisConnections | null>(REDIS, { strict: false });
    if (redis) {
      const [publisher, subscriber] = [ignoringErrors(redis.publisher), ignoringErrors(redis.adapterSubscriber)];
      server.adapter(createAdapter(publisher, subscriber, { key: `${redis.channelPrefix}sockets` }));
    }
    installSharedFrames(server, disconnectSlowClients());
    server.use(
      handshake({
        sessions,
        origins: this.nest.get(AllowedOrigins, { strict: false }),
        now: () => this.nest.get(Clock, { strict: false }).now(),
        visitorSockets,
        visitorConnections: this.nest
          .get(RateLimits, { strict: false })
          .prefetching({ name: 'visitor:connections', points: maxConnections, seconds }),
        pendingConnections,
        isTrusted,
      }),
    );
    return server;
  }
}
