import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { type LinkPreviews, withLinkPreview, withSite } from './link-previews.js';
import { addStyleNonce } from './security-headers.js';

const YEAR_SECONDS = 365 * 86_400;
const IS_API = /^\/api(\/|$)/;

/** Property name used by Vite. The client passes the nonce to the editor. */
const nonceTag = (nonce: string): string => `<meta property="csp-nonce" nonce="${nonce}" />`;

/** Public origin of this instance: PUBLIC_URL, else the host of the request if it is valid. */
const originOf = (request: Request, publicUrl: string | undefined): string | null => {
  if (publicUrl !== undefined) return publicUrl;
  const origin = `${request.protocol}://${request.host}`;
  return URL.canParse(origin) && new URL(origin).origin === origin.toLowerCase() ? new URL(origin).origin : null;
};

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

export interface ClientFiles {
  readonly webDir: string;
  readonly publicUrl: string | undefined;
  readonly linkPreviews: LinkPreviews;
}

/**
 * Serves the built client: hashed files are cached forever, others are revalidated, and index.html answers every client
 * route, with its link preview. index.html contains a new nonce each time, so it is never cached.
 */
export const clientFiles = ({ webDir, publicUrl, linkPreviews }: ClientFiles): RequestHandler => {
  const assetsPrefix = join(webDir, 'assets') + sep;
  const page = join(webDir, 'index.html');

  const sendPage = async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    if (!request.accepts('html') || request.path.startsWith('/assets/')) return next();
    const html = await readFile(page, 'utf8').catch(() => null);
    if (html === null) return next();
    response.setHeader('Cache-Control', 'no-store');
    const origin = originOf(request, publicUrl);
    const site = await linkPreviews.site();
    const preview = origin === null ? null : await linkPreviews.of(request.path);
    const pageHtml = preview && origin !== null ? withLinkPreview(html, preview, origin, site) : withSite(html, site);
    response.type('html').send(pageHtml.replace('<head>', `<head>${nonceTag(addStyleNonce(response))}`));
  };

  // The build compresses files (tools/compress.mjs). To browsers that take no Brotli, `compression` sends them.
  const files = expressStaticGzip(webDir, {
    index: false,
    enableBrotli: true,
    orderPreference: ['br'],
    serveStatic: {
      setHeaders: (response, path) =>
        response.setHeader(
          'Cache-Control',
          path.startsWith(assetsPrefix) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        ),
    },
  });

  const router = Router();
  router.get(['/', '/index.html'], sendPage);
  // Of a path that is no UTF-8, only the client can say that there is no such page.
  router.use((request, response, next) => (isDecodable(request.path) ? files(request, response, next) : next()));
  router.get(/^/, sendPage);
  // Paths under /api never match files.
  return (request, response, next) => (IS_API.test(request.path) ? next() : router(request, response, next));
};
