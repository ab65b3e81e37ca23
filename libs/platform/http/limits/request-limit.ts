import { Rejection } from '@visionary/kernel';
import type { NextFunction, Request, Response } from 'express';
import { addressKey, type RateLimits } from '@visionary/platform/rate-limits';

/** Limits requests per minute and address. */
export const requestLimit = (limits: RateLimits, perMinute: number) => {
  const limit = limits.prefetching({ name: 'requests', points: perMinute, seconds: 60 });
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const wait = limit.spend(addressKey(request.ip));
    const retryAfterSeconds = typeof wait === 'object' ? await wait : wait;
    next(retryAfterSeconds === 0 ? undefined : new Rejection('RATE_LIMITED', { retryAfterSeconds }));
  };
};
