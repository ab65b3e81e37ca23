import { createServer, type RequestListener, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { limitBodyTime } from './body-timeout.js';

const GRACE_MS = 3_000;

/** Express with timeouts against slow requests (Slowloris). Incomplete requests are closed within 30 s. */
export class HttpServerAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const timeouts = { bodyTimeout: 25_000 };
    // Node has one timeout for whole requests. The body has its own here, so that uploads of gigabytes can take longer.
    const options = { headersTimeout: 15_000, requestTimeout: 0, connectionsCheckingInterval: 2_000 };
    const answer = this.getInstance<RequestListener>();
    const server = createServer(options, (request, response) => {
      limitBodyTime(request, timeouts.bodyTimeout);
      answer(request, response);
    });
    this.httpServer = Object.assign(server, { timeouts });
  }

  /** Running requests get 3 s to finish. */
  override close(): Promise<unknown> | undefined {
    const server = this.httpServer as Server;
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
    return super.close()?.finally(() => clearTimeout(timer));
  }
}
