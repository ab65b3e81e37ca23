import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { LIMITS } from '@visionary/contract';
import { Origins, SessionReader } from '@visionary/platform/auth';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import type { Server, ServerOptions } from 'socket.io';
import { handshake } from './handshake.js';
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

/**
 * The adapter awaits nothing it publishes, so a word to Redis while it is away would end the process as an unhandled
 * rejection. What the other nodes do not hear now they find in the log.
 */
const forgiving = (publisher: RedisConnections['publisher']): RedisConnections['publisher'] =>
  Object.create(publisher, {
    publish: {
      value: (channel: string, message: string | Buffer) => publisher.publish(channel, message).catch(() => 0),
    },
  }) as RedisConnections['publisher'];

/** Socket.IO as this house wants it; with Redis, rooms span all nodes. */
export class RealtimeAdapter extends IoAdapter {
  constructor(private readonly nest: INestApplicationContext) {
    super(nest);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, { ...options, ...OPTIONS } as ServerOptions);
    const redis = this.nest.get<RedisConnections | null>(REDIS, { strict: false });
    if (redis) server.adapter(createAdapter(forgiving(redis.publisher), redis.adapterSubscriber));
    const sessions = this.nest.get(SessionReader, { strict: false });
    server.use(handshake(sessions, this.nest.get(Origins, { strict: false })));
    return server;
  }
}
