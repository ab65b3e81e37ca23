import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

const NONCE_BYTES = 16;

/** The nonce of this answer's page: whoever writes a style element there must carry it. */
export const styleNonce = (response: Pick<Response, 'locals'>): string => String(response.locals['styleNonce']);

/**
 * Scripts come from this server alone. Style elements need the nonce, which the editor writes its own with.
 * `'self'` in connect-src covers the WebSocket of the same host.
 */
const PAGE = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", (_request: unknown, response: unknown) => `'nonce-${styleNonce(response as Response)}'`],
  imgSrc: ["'self'", 'blob:', 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};

/** Headers of every answer. */
export const securityHeaders = ({ https }: { readonly https: boolean }): RequestHandler => {
  const options: HelmetOptions = {
    contentSecurityPolicy: { useDefaults: false, directives: PAGE },
    strictTransportSecurity: https,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  };
  const headers = helmet(options);
  return (request, response, next) => {
    response.locals['styleNonce'] = randomBytes(NONCE_BYTES).toString('base64');
    headers(request, response, next);
  };
};
