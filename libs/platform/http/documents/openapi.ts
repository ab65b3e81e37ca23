import { ErrorView, type Route, ROUTE_RATE_LIMITS, type RouteName, ROUTES } from '@visionary/contract';
import type { z } from 'zod';
import { type JsonSchema, jsonSchemas } from './json-schemas.js';
import { describeRateLimits } from './describe-rate-limits.js';

const TAGS: Readonly<Record<string, string>> = {
  ...{ accounts: 'accounts', session: 'accounts', me: 'accounts', users: 'accounts', instance: 'accounts' },
  direct: 'rooms',
};
const routes = Object.entries(ROUTES) as [RouteName, Route][];

const schemasOf = (part: 'body' | 'query' | 'reply'): Record<string, z.ZodType> =>
  Object.fromEntries(routes.flatMap(([name, route]) => (route[part] ? [[name, route[part]]] : [])));

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const queryParameters = (schema: JsonSchema | undefined) =>
  Object.entries((schema?.['properties'] ?? {}) as Record<string, JsonSchema>).map(([name, property]) => ({
    name,
    in: 'query',
    required: ((schema?.['required'] ?? []) as string[]).includes(name),
    schema: property,
  }));

interface Schemas {
  readonly body?: JsonSchema | undefined;
  readonly query?: JsonSchema | undefined;
  readonly reply?: JsonSchema | undefined;
}

const file = (...types: string[]) => Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));
/** Routes that reply with a file, and those that receive one as the body. */
const DOWNLOAD_ROUTES: Partial<Record<RouteName, object>> = {
  takeImage: file('image/png'),
  roomUpload: file('image/png'),
  userAvatar: file('image/webp'),
  exportAccount: file('application/zip'),
};
const UPLOAD_ROUTES: Partial<Record<RouteName, object>> = {
  uploadRoomImage: file('image/png', 'image/jpeg', 'image/webp'),
  setAvatar: file('image/png', 'image/jpeg', 'image/webp'),
  recognizeHubFile: file('application/octet-stream'),
};

const operation = (name: RouteName, { path, status }: Route, { body, query, reply }: Schemas) => {
  const content = reply ? json(reply) : DOWNLOAD_ROUTES[name];
  const requestContent = body ? json(body) : UPLOAD_ROUTES[name];
  const description = describeRateLimits(ROUTE_RATE_LIMITS[name]);
  const [, , part = ''] = path.split('/');
  return {
    operationId: name,
    tags: [TAGS[part] ?? part],
    ...(description && { description }),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(requestContent && { requestBody: { required: true, content: requestContent } }),
    responses: {
      [status]: { description: 'Done', ...(content && { content }) },
      default: { description: 'Rejected', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
};

/** OpenAPI 3.1 document of all ROUTES. */
export const openApiDocument = (version: string) => {
  const bodies = jsonSchemas(schemasOf('body'), 'input');
  const queries = jsonSchemas(schemasOf('query'), 'input');
  const replies = jsonSchemas({ ...schemasOf('reply'), error: ErrorView }, 'output');
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    const schemas = { body: bodies.of[name], query: queries.of[name], reply: replies.of[name] };
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Visionary',
      version,
      description:
        'HTTP routes. The real-time API is described in /api/asyncapi.json. All requests from one address are limited per minute together (REQUESTS_PER_MINUTE). A limit for one person counts visitors by address.',
    },
    paths,
    components: {
      schemas: { ...bodies.components, ...queries.components, ...replies.components },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'visionary_session' } },
    },
    security: [{}, { session: [] }],
  };
};
