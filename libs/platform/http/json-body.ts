import { LIMITS } from '@visionary/contract';
import express, { type NextFunction, type RequestHandler } from 'express';
import { bodyRejection } from './body-rejection.js';

/**
 * Account routes accept larger bodies, so that an overlong password is rejected with 400 and the field name instead of
 * a bare 413. Lengths are checked before hashing.
 */
const LARGE_BODY_ROUTES = {
  paths: ['/api/accounts', '/api/session', '/api/me', '/api/me/password'],
  bytes: 2 * 1024 * 1024,
};

/** Parses only JSON bodies, because forms of other sites can't send JSON. */
export const jsonBody = (): RequestHandler => {
  const parseSmall = express.json({ limit: LIMITS.bodyBytes });
  const parseLarge = express.json({ limit: LARGE_BODY_ROUTES.bytes });
  return (request, response, next) => {
    const parse = LARGE_BODY_ROUTES.paths.includes(request.path) ? parseLarge : parseSmall;
    const done: NextFunction = (error?: unknown) => (error === undefined ? next() : next(bodyRejection(error)));
    parse(request, response, done);
  };
};
