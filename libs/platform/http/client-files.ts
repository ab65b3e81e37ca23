import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import express, { Router } from 'express';

const YEAR_MS = 365 * 86_400_000;

/** Serves the built client: hashed files for ever, the page itself asked for anew each time, and the page for every route of the client's own. */
export const clientFiles = (webDir: string): Router => {
  const hashed = join(webDir, 'assets') + sep;
  const page = join(webDir, 'index.html');
  const router = Router();
  router.use(
    express.static(webDir, {
      index: false,
      setHeaders: (response, path) =>
        response.setHeader(
          'Cache-Control',
          path.startsWith(hashed) ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache',
        ),
    }),
  );
  router.get(/^(?!\/api(\/|$))/, (request, response, next) => {
    if (!request.accepts('html') || request.path.startsWith('/assets/') || !existsSync(page)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(page, { cacheControl: false });
  });
  return router;
};
