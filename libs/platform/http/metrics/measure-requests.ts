import type { NextFunction, Request, Response } from 'express';
import type { Metrics } from './metrics.js';

/** In seconds. */
const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** The route pattern instead of the path, because paths with ids have unlimited cardinality. */
const routeOf = (request: Request): string => {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : 'files';
};

/** Records the duration of requests by method, route, and status. */
export const measureRequests = (metrics: Metrics) => {
  const observe = metrics.histogram(
    {
      name: 'visionary_http_request_seconds',
      help: 'Duration of HTTP requests',
      labels: ['method', 'route', 'status'],
    },
    BUCKETS,
  );
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const method = METHODS.has(request.method) ? request.method : 'other';
      const labels = { method, route: routeOf(request), status: String(response.statusCode) };
      observe((performance.now() - startedAt) / 1000, labels);
    });
    next();
  };
};
