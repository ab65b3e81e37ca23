import type { NestExpressApplication } from '@nestjs/platform-express';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { LIMITS } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { AllowedOrigins, SessionReader } from '@visionary/platform/auth';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import { Config } from '@visionary/platform/config';
import type { Redis } from 'ioredis';
import type { Server, ServerOptions } from 'socket.io';
import { type HandshakeOptions, handshake } from './handshake.js';
import { installSharedFrames } from './shared-frames.js';
import { disconnectSlowClients } from './backpressure.js';
import { wireParser } from './wire-parser.js';

/** Dead tabs are noticed within ping interval + timeout, well under the 30 s that presence promises. */
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

const nothing = (): void => undefined;

/**
 * A line as the adapter uses it, which awaits nothing it asks: what is refused while Redis is away, or as the node leaves,
 * would end the process as an unhandled rejection. What the other nodes do not hear now they find in the log.
 */
const ignoringErrors = (line: Redis) => ({
  on: line.on.bind(line),
  off: line.off.bind(line),
  publish: (channel: string, message: string | Buffer) => line.publish(channel, message).catch(nothing),
  subscribe: (channels: string[]) => line.subscribe(...channels).catch(nothing),
  unsubscribe: (channels: string[]) => line.unsubscribe(...channels).catch(nothing),
  psubscribe: (pattern: string) => line.psubscribe(pattern).catch(nothing),
  punsubscribe: (pattern: string) => line.punsubscribe(pattern).catch(nothing),
});

/** Socket.IO as this house wants it; with Redis, rooms span all nodes. */
export class RealtimeAdapter extends IoAdapter {
  constructor(private readonly nest: NestExpressApplication) {
    super(nest);
  }

  /** Every message goes to the command router; nothing listens for one by its name. */
  override bindMessageHandlers(): void {}

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, { ...options, ...OPTIONS } as ServerOptions);
    const redis = this.nest.get<RedisConnections | null>(REDIS, { strict: false });
    if (redis) server.adapter(createAdapter(ignoringErrors(redis.publisher), ignoringErrors(redis.adapterSubscriber)));
    installSharedFrames(server, disconnectSlowClients());
    server.use(
      handshake({
        sessions: this.nest.get(SessionReader, { strict: false }),
        origins: this.nest.get(AllowedOrigins, { strict: false }),
        now: () => this.nest.get(Clock, { strict: false }).now(),
        visitorSockets: this.nest.get(Config, { strict: false }).visitorSockets,
        trusts: this.nest.getHttpAdapter().getInstance().get('trust proxy fn') as HandshakeOptions['trusts'],
      }),
    );
    return server;
  }
}
