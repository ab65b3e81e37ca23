import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

const NONCE_BYTES = 16;
const POLICY = 'Content-Security-Policy';

/**
 * Scripts only from this server. Style elements require the nonce of the page, which the editor uses for its styles.
 * `'self'` in connect-src includes WebSockets of the same host.
 */
const PAGE = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  objectSrc: ["'none'"],
};
const STYLE_SOURCES = "style-src 'self'";

/** Helmet's headers are the same for every response, so they are computed once. */
const headersOf = (options: HelmetOptions): readonly (readonly [string, string])[] => {
  const headers: (readonly [string, string])[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  };
  helmet(options)({} as never, response as never, (error?: unknown) => {
    if (error) throw error instanceof Error ? error : new Error(String(error));
  });
  return headers;
};

/** Sets the security headers of every response. */
export const securityHeaders = ({ https }: { readonly https: boolean }): RequestHandler => {
  const headers = headersOf({
    contentSecurityPolicy: { useDefaults: false, directives: PAGE },
    strictTransportSecurity: https,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
};

/** Allows style elements with a new nonce in this response. @returns the nonce */
export const addStyleNonce = (response: Response): string => {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const policy = String(response.getHeader(POLICY));
  response.setHeader(POLICY, policy.replace(STYLE_SOURCES, `${STYLE_SOURCES} 'nonce-${nonce}'`));
  return nonce;
};
