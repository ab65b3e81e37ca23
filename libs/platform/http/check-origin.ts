import { Rejection } from '@visionary/kernel';
import type { AllowedOrigins } from '@visionary/platform/auth';
import type { NextFunction, Request, Response } from 'express';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Rejects state-changing requests from other origins (CSRF). */
export const checkOrigin =
  (allowedOrigins: AllowedOrigins) =>
  (request: Request, _response: Response, next: NextFunction): void => {
    const { origin, host } = request.headers;
    const allowed = SAFE_METHODS.has(request.method) || allowedOrigins.allows(origin, host);
    next(allowed ? undefined : new Rejection('ORIGIN_NOT_ALLOWED'));
  };
