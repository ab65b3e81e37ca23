import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { RenderAttempt } from '../../libs/generation/domain/renderers.js';
import { onCleanup } from '../support/cleanup.js';
import { eventually } from '../support/eventually.js';
import { TINY_MODELS } from '../support/jam.js';
import {
  attemptRequest,
  startRedisRenderers,
  startRedisWorker,
  TransportListener,
} from '../support/renderer-transports.js';
import { redisUrl } from '../support/services.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

describe('a renderer whose connection to Redis breaks', () => {
  it('[N12] returns takes that Redis handed to it in a reply it never got, and goes on', async () => {
    const redis = new Redis(redisUrl());
    onCleanup(() => redis.disconnect());
    await redis.flushdb();
    const server = startRedisRenderers(redisUrl());
    const listener = new TransportListener(server);
    const tcpProxy = await startTcpProxy(redisUrl());
    startRedisWorker(tcpProxy.url, TINY_MODELS);
    await server.start(listener);
    const give = async (): Promise<RenderAttempt> => {
      await eventually('it is idle', async () => (await server.idle()).length > 0);
      const request = attemptRequest();
      await server.assign((await listener.idle()).id, request);
      return request.attempt;
    };
    {
      await listener.idle();
      // The reply that hands the job over.
      const lost = tcpProxy.dropReplyTo(/attempts-.*:active[^]*:marker/);
      const attempt = await give();
      await lost;
      expect((await listener.end(attempt)).outcome.type).toBe('returned');
    }
    expect((await listener.end(await give())).outcome.type).toBe('finished');
  });
});
