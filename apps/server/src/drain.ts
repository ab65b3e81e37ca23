import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '@visionary/platform/config';
import { type HttpServerAdapter, Readiness } from '@visionary/platform/http';
import { RealtimeGateway } from '@visionary/platform/realtime';

/** Moves the clients of this node to other nodes, finishes its requests, and stops listening. */
export const drain = async (app: NestExpressApplication, { mode, drainMs }: Config): Promise<void> => {
  const server = app.getHttpAdapter() as HttpServerAdapter;
  app.get(Readiness, { strict: false }).drain();
  server.drain();
  // A single node has none that its clients could move to.
  await app.get(RealtimeGateway, { strict: false }).drain(mode === 'embedded' ? 0 : drainMs);
  await server.close();
};
