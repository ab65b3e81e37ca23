import { Rejection } from '@visionary/kernel';
import type { NextFunction, Request, Response } from 'express';
import { isScrapeAllowed, type ScrapePolicy } from './is-scrape-allowed.js';
import type { Metrics } from './metrics.js';

/** Serves `GET /metrics`, the default path of Prometheus. */
export const serveMetrics =
  (metrics: Metrics, policy: ScrapePolicy) =>
  async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (request.path !== '/metrics') return next();
    if (!isScrapeAllowed({ remoteAddress: request.socket.remoteAddress, headers: request.headers }, policy)) {
      return next(new Rejection(policy.token === undefined ? 'FORBIDDEN' : 'UNAUTHENTICATED'));
    }
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', metrics.contentType);
    response.end(await metrics.text());
  };
