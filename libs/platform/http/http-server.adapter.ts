import { createServer, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';

const GRACE_MS = 3_000;

/** Express on a server that gives nobody for ever: whoever drips a request out byte by byte is cut within 30 s. */
export class HttpServerAdapter extends ExpressAdapter {
  override initHttpServer(): void {
    const options = { headersTimeout: 15_000, requestTimeout: 25_000, connectionsCheckingInterval: 2_000 };
    this.httpServer = createServer(options, this.getInstance());
  }

  /** Requests under way get a moment to end. */
  override close(): Promise<unknown> | undefined {
    const server = this.httpServer as Server;
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
    return super.close()?.finally(() => clearTimeout(timer));
  }
}
