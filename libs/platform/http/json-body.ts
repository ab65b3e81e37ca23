import { LIMITS } from '@visionary/contract';
import express, { type RequestHandler } from 'express';

/**
 * Accounts read more than the usual limit, so that a password of a megabyte gets the answer every wrong field gets (400,
 * named) instead of a bare 413. Nothing is hashed before its length is checked.
 */
const LARGE_BODY_ROUTES = {
  paths: ['/api/accounts', '/api/session', '/api/me', '/api/me/password'],
  bytes: 2 * 1024 * 1024,
};

/** JSON bodies and no others: a form of a foreign page cannot be one. */
export const jsonBody = (): RequestHandler => {
  const usual = express.json({ limit: LIMITS.bodyBytes });
  const roomy = express.json({ limit: LARGE_BODY_ROUTES.bytes });
  return (request, response, next) =>
    (LARGE_BODY_ROUTES.paths.includes(request.path) ? roomy : usual)(request, response, next);
};
