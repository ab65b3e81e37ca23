import { Rejection } from '@visionary/kernel';
import type { NextFunction, Request, Response } from 'express';
import { addressKey } from './address-key.js';
import type { RateLimits } from './rate-limits.js';

/** So many requests a minute from one address. */
export const requestLimit = (limits: RateLimits, perMinute: number) => {
  const limit = limits.of({ name: 'requests', points: perMinute, seconds: 60 });
  return async (request: Request, _response: Response, next: NextFunction): Promise<void> => {
    const retryAfterSeconds = await limit.spend(addressKey(request.ip));
    next(retryAfterSeconds === null ? undefined : new Rejection('RATE_LIMITED', { retryAfterSeconds }));
  };
};
