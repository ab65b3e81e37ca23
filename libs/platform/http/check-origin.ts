import { Rejection } from '@visionary/kernel';
import type { AllowedOrigins } from '@visionary/platform/auth';
import type { NextFunction, Request, Response } from 'express';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A page of somebody else must not act with our users's cookies. */
export const checkOrigin =
  (allowedOrigins: AllowedOrigins) =>
  (request: Request, _response: Response, next: NextFunction): void => {
    const { origin, host } = request.headers;
    const allowed = READING.has(request.method) || allowedOrigins.allows(origin, host);
    next(allowed ? undefined : new Rejection('ORIGIN_NOT_ALLOWED'));
  };
