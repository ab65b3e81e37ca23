import { ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import type { NextFunction, Request, Response } from 'express';
import { addressKey, type RateLimits } from '@visionary/platform/rate-limits';

/** Load balancers and monitors ask these often. Requests at the same time share one probe. */
const PROBES: ReadonlySet<string> = new Set([ROUTES.health.path, ROUTES.ready.path]);

/** Limits requests per minute and address, without those of probes. */
export const requestLimit = (limits: RateLimits, perMinute: number) => {
  const limit = limits.prefetching({ name: 'requests', points: perMinute, seconds: 60 });
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    if (request.method === 'GET' && PROBES.has(request.baseUrl + request.path)) return next();
    const wait = limit.spend(addressKey(request.ip));
    const retryAfterSeconds = typeof wait === 'object' ? await wait : wait;
    next(retryAfterSeconds === 0 ? undefined : new Rejection('RATE_LIMITED', { retryAfterSeconds }));
  };
};
