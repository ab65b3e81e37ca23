import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import { asyncApiDocument } from './asyncapi.js';
import { openApiDocument } from './openapi.js';

/** Swagger UI uses inline styles. Its scripts are served from this server. */
const DOCS_PAGE = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
};

const SWAGGER_UI_DIR = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

/** Paths are relative to /api/docs. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Visionary API</title>
    <link rel="stylesheet" href="./docs/swagger-ui.css" />
    <link rel="icon" href="./docs/favicon-32x32.png" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="./docs/swagger-ui-bundle.js"></script>
    <script src="./docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: './openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n`;

/** Responds with a document that is created at the first request, because that takes as long as the rest of a start. */
const sendOnceCreated = (create: () => object) => {
  let document: object | undefined;
  return (_request: Request, response: Response) => void response.json((document ??= create()));
};

/** Serves Swagger UI at /api/docs, and the documents at /api/openapi.json and /api/asyncapi.json. */
export const serveDocuments = (app: NestExpressApplication, version: string): void => {
  const router = Router();
  router.use('/docs', helmet.contentSecurityPolicy({ useDefaults: false, directives: DOCS_PAGE }));
  router.get('/docs', (_request, response) => void response.type('html').send(PAGE));
  router.get('/docs/start.js', (_request, response) => void response.type('js').send(START));
  router.use('/docs', express.static(SWAGGER_UI_DIR, { index: false, redirect: false }));
  router.get(
    '/openapi.json',
    sendOnceCreated(() => openApiDocument(version)),
  );
  router.get(
    '/asyncapi.json',
    sendOnceCreated(() => asyncApiDocument(version)),
  );
  app.use('/api', router);
};
