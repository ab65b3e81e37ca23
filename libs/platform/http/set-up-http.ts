import type { NestExpressApplication } from '@nestjs/platform-express';
import { AllowedOrigins } from '@visionary/platform/auth';
import type { Config } from '@visionary/platform/config';
import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';
import { clientFiles } from './client-files.js';
import { serveDocuments } from './documents/serve-documents.js';
import { jsonBody } from './json-body.js';
import { RateLimits } from '@visionary/platform/rate-limits';
import { requestLimit } from './limits/request-limit.js';
import { measureRequests } from './metrics/measure-requests.js';
import { isProxied } from './metrics/is-scrape-allowed.js';
import { Metrics } from './metrics/metrics.js';
import { serveMetrics } from './metrics/serve-metrics.js';
import { checkOrigin } from './check-origin.js';
import { LinkPreviews } from './link-previews.js';
import { RejectionFilter } from './rejection.filter.js';
import { SchemaPipe } from './schema.pipe.js';
import { securityHeaders } from './security-headers.js';

/** Responses of the API aren't cached. Immutable images override this. */
const noStore = (_request: Request, response: Response, next: NextFunction): void => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/**
 * Middleware of every request, in order. Requires an app created with `bodyParser: false`.
 * @param onStorageFailure gets the errors of requests that could not write to the disk
 */
export const setUpHttp = (
  app: NestExpressApplication,
  config: Config,
  version: string,
  onStorageFailure: (error: unknown) => void,
): void => {
  app.set('trust proxy', config.trustProxy);
  app.disable('x-powered-by');
  // No automatic entity tags: most responses aren't cached, and prepared responses and files set their own.
  app.disable('etag');
  const metrics = app.get(Metrics);
  app.use(measureRequests(metrics));
  app.use(securityHeaders({ https: config.publicUrl?.startsWith('https:') ?? false }));
  app.use(compression());
  app.use(serveMetrics(metrics, { token: config.metricsToken, isProxied: isProxied(config) }));
  app.use('/api', noStore);
  app.use('/api', requestLimit(app.get(RateLimits), config.requestsPerMinute));
  app.use(checkOrigin(app.get(AllowedOrigins)));
  app.use(jsonBody());
  app.use(clientFiles({ webDir: config.webDir, publicUrl: config.publicUrl, linkPreviews: app.get(LinkPreviews) }));
  serveDocuments(app, version);
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new RejectionFilter(onStorageFailure));
};
