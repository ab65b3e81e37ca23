import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Request, Response } from 'express';
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

/**
 * Serves Swagger UI at /api/docs, and the documents at /api/openapi.json and /api/asyncapi.json. They are created
 * when they are first requested, because that takes longer than the rest of a start.
 */
export const serveDocuments = (app: NestExpressApplication, version: string): void => {
  app.use('/api/docs', helmet.contentSecurityPolicy({ useDefaults: false, directives: DOCS_PAGE }));
  SwaggerModule.setup('api/docs', app, () => openApiDocument(version) as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: 'Visionary API',
  });
  let asyncApi: ReturnType<typeof asyncApiDocument> | undefined;
  app.use('/api/asyncapi.json', (request: Request, response: Response, next: () => void) =>
    request.method === 'GET' ? response.json((asyncApi ??= asyncApiDocument(version))) : next(),
  );
};
