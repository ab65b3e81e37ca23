import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { LIMITS } from '@visionary/contract';
import { SessionReader } from '@visionary/platform/auth';
import { REDIS, type RedisConnections } from '@visionary/platform/bus';
import type { Server, ServerOptions } from 'socket.io';
import parser from 'socket.io-msgpack-parser';
import { handshake } from './handshake.js';
import { OriginRule } from './origin-rule.js';

/** Dead tabs are noticed within ping interval + timeout, well under the 30 s that presence promises. */
const OPTIONS: Partial<ServerOptions> = {
  transports: ['websocket'],
  serveClient: false,
  parser,
  maxHttpBufferSize: LIMITS.socketFrameBytes,
  perMessageDeflate: false,
  pingInterval: 10_000,
  pingTimeout: 10_000,
  connectTimeout: 10_000,
};

export interface RealtimeOptions {
  /** Origins beside the page's own host, for instance the public address behind a proxy. */
  readonly trustedOrigins: readonly string[];
}

/** Socket.IO as this house wants it; with Redis, rooms span all nodes. */
export class RealtimeAdapter extends IoAdapter {
  constructor(
    private readonly nest: INestApplicationContext,
    private readonly options: RealtimeOptions,
  ) {
    super(nest);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, { ...options, ...OPTIONS } as ServerOptions) as Server;
    const redis = this.nest.get<RedisConnections | null>(REDIS, { strict: false });
    if (redis) server.adapter(createAdapter(redis.publisher, redis.adapterSubscriber));
    const rule = new OriginRule(this.options.trustedOrigins);
    server.use(handshake(this.nest.get(SessionReader, { strict: false }), rule));
    return server;
  }
}
