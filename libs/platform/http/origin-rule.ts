import { Rejection } from '@visionary/kernel';
import type { Origins } from '@visionary/platform/auth';
import type { NextFunction, Request, Response } from 'express';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A page of somebody else must not act with our people's cookies. */
export const originRule =
  (origins: Origins) =>
  (request: Request, _response: Response, next: NextFunction): void => {
    const { origin, host } = request.headers;
    const allowed = READING.has(request.method) || origins.allows(origin, host);
    next(allowed ? undefined : new Rejection('ORIGIN_REFUSED'));
  };
