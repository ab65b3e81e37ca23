import { ErrorView, type Route, type RouteName, ROUTES } from '@visionary/contract';
import type { z } from 'zod';
import { type JsonSchema, jsonSchemas } from './json-schemas.js';

const TAGS: Readonly<Record<string, string>> = { accounts: 'accounts', session: 'accounts', me: 'accounts' };
const routes = Object.entries(ROUTES) as [RouteName, Route][];

const chosen = (part: 'body' | 'query' | 'reply'): Record<string, z.ZodType> =>
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

const operation = (name: RouteName, { path, status }: Route, { body, query, reply }: Schemas) => {
  const isPicture = name === 'picture';
  const content = reply ? json(reply) : isPicture ? { 'image/png': { schema: { type: 'string' } } } : undefined;
  const [, , part = ''] = path.split('/');
  return {
    operationId: name,
    tags: [TAGS[part] ?? part],
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      [status]: { description: 'Done', ...(content && { content }) },
      default: { description: 'Refused', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
};

/** OpenAPI 3.1 of everything in ROUTES. */
export const openApiDocument = (version: string) => {
  const bodies = jsonSchemas(chosen('body'), 'input');
  const queries = jsonSchemas(chosen('query'), 'input');
  const replies = jsonSchemas({ ...chosen('reply'), error: ErrorView }, 'output');
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
      description: 'What a page needs before its socket stands. Everything live is described by /api/asyncapi.json.',
    },
    paths,
    components: {
      schemas: { ...bodies.components, ...queries.components, ...replies.components },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'visionary_session' } },
    },
    security: [{}, { session: [] }],
  };
};
