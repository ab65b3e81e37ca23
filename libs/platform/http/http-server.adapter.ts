import { createServer, type RequestListener, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import { limitBodyTime } from './body-timeout.js';

const GRACE_MS = 3_000;

/** Express on a server that gives nobody for ever: whoever drips a request out byte by byte is cut within 30 s. */
export class HttpServerAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const patience = { bodyTimeout: 25_000 };
    // Node knows one limit for all requests: that of bodies is ours, so that a file of gigabytes may take its time.
    const options = { headersTimeout: 15_000, requestTimeout: 0, connectionsCheckingInterval: 2_000 };
    const answer = this.getInstance<RequestListener>();
    const server = createServer(options, (request, response) => {
      limitBodyTime(request, patience.bodyTimeout);
      answer(request, response);
    });
    this.httpServer = Object.assign(server, { patience });
  }

  /** Requests under way get a moment to end. */
  override close(): Promise<unknown> | undefined {
    const server = this.httpServer as Server;
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
    return super.close()?.finally(() => clearTimeout(timer));
  }
}
