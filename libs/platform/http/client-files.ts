import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { styleNonce } from './security-headers.js';

const YEAR_SECONDS = 365 * 86_400;

/** Vite's name for it; the page hands it to the editor. */
const nonceTag = (nonce: string): string => `<meta property="csp-nonce" nonce="${nonce}" />`;

/**
 * Serves the built client: hashed files for ever, everything else asked for anew, and the page for every route of the
 * client's own. The page itself differs by its nonce each time and is never kept.
 */
export const clientFiles = (webDir: string): Router => {
  const hashed = join(webDir, 'assets') + sep;
  const page = join(webDir, 'index.html');

  const sendPage = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (!request.accepts('html') || request.path.startsWith('/assets/')) return next();
    const html = await readFile(page, 'utf8').catch(() => null);
    if (html === null) return next();
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(html.replace('<head>', `<head>${nonceTag(styleNonce(response))}`));
  };

  const router = Router();
  router.get(['/', '/index.html'], sendPage);
  router.use(
    express.static(webDir, {
      index: false,
      setHeaders: (response, path) =>
        response.setHeader(
          'Cache-Control',
          path.startsWith(hashed) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        ),
    }),
  );
  router.get(/^(?!\/api(\/|$))/, sendPage);
  return router;
};
