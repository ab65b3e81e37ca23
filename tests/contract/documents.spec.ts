import { beforeAll, describe, expect, it } from '@jest/globals';
import { COMMAND_NAMES, LOG_TYPES, ROUTES, EPHEMERAL_EVENTS } from '@visionary/contract';
import { bootApp } from '../support/app.js';
import { HttpClient } from '../support/http-client.js';

type Json = Record<string, unknown>;

/** Every `$ref` in a document, and whether its target exists. */
function danglingReferences(document: unknown): string[] {
  const at = (path: string) =>
    path
      .slice(2)
      .split('/')
      .reduce<unknown>((value, key) => (value as Json | undefined)?.[key], document);
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = (value as Json)['$ref'];
    if (typeof reference === 'string' && at(reference) === undefined) found.push(reference);
    Object.values(value).forEach(walk);
  };
  walk(document);
  return found;
}

describe('OpenAPI and AsyncAPI documents', () => {
  let client: HttpClient;
  const read = async <T>(path: string): Promise<T> => {
    const { status, body } = await client.get<T>(path);
    expect(status).toBe(200);
    return body;
  };

  beforeAll(async () => {
    client = new HttpClient((await bootApp()).url);
  });

  it('[H13] describe every route of the contract', async () => {
    const openapi = await read<{ openapi: string; paths: Record<string, Json> }>('/api/openapi.json');
    expect(openapi.openapi).toBe('3.1.0');
    const described = Object.entries(openapi.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual(
      Object.values(ROUTES)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    expect(danglingReferences(openapi)).toEqual([]);
  });

  it('[H13] [A24] describe which bodies and responses are files, and rate limits', async () => {
    const { paths } = await read<{ paths: Record<string, Record<string, Json>> }>('/api/openapi.json');
    const image = paths['/api/me/avatar']?.['put'] as { requestBody: { content: Json }; description: string };
    expect(Object.keys(image.requestBody.content)).toEqual(['image/png', 'image/jpeg', 'image/webp']);
    expect(image.description).toMatch(/^At most \d+ in \d+ s for one person; a new account \d+ in \d+ s\.$/);
    const got = (path: string) =>
      Object.keys((paths[path]?.['get'] as { responses: { 200: { content: Json } } }).responses[200].content);
    expect(got('/api/me/export')).toEqual(['application/zip']);
    expect(got('/api/users/{userId}/avatar/{hash}')).toEqual(['image/webp']);
    const { operations } = await read<{ operations: Record<string, { description: string }> }>('/api/asyncapi.json');
    expect(operations['receive.chat.send']?.description).toMatch(/At most \d+ in \d+ s for one person/);
    expect(operations['receive.rooms.open']?.description).toMatch(/Visitors: at most \d+ in \d+ s for one address\.$/);
  });

  it('[H13] describe bodies field by field', async () => {
    const { components } = await read<{ components: { schemas: Record<string, Json> } }>('/api/openapi.json');
    expect(components.schemas['SignUp']).toMatchObject({
      type: 'object',
      additionalProperties: false,
      required: ['name', 'password'],
      properties: { password: { type: 'string', minLength: 8, maxLength: 256 } },
    });
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(['Me', 'Error', 'Health', 'Lobby']));
  });

  it('[H13] are shown as a web page, with scripts of this server only', async () => {
    const { status, body, headers } = await client.get<string>('/api/docs');
    expect(status).toBe(200);
    expect(String(headers['content-security-policy'])).toContain("script-src 'self';");
    const scripts = [...body.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.length).toBeGreaterThan(0);
    for (const [, attributes = '', inline = ''] of scripts) {
      expect(inline.trim()).toBe('');
      const source = /src="\.\/([^"]+)"/.exec(attributes)?.[1];
      expect((await client.get(`/api/${source}`)).status).toBe(200);
    }
  });

  it('[H14] describe every command with its acknowledgement, and every event', async () => {
    const asyncapi = await read<{
      asyncapi: string;
      channels: Record<'commands' | 'events', { messages: Record<string, Json> }>;
      operations: Record<string, { action: string }>;
    }>('/api/asyncapi.json');
    expect(asyncapi.asyncapi).toBe('3.0.0');
    const named = (action: string) =>
      Object.entries(asyncapi.operations)
        .filter(([, operation]) => operation.action === action)
        .map(([name]) => name.slice(action.length + 1))
        .sort();
    expect(named('receive')).toEqual([...COMMAND_NAMES].sort());
    expect(named('send')).toEqual([...LOG_TYPES, ...Object.keys(EPHEMERAL_EVENTS)].sort());
    const { commands } = asyncapi.channels;
    for (const name of COMMAND_NAMES) expect(commands.messages).toHaveProperty([`${name}.ack`, 'payload']);
    expect(danglingReferences(asyncapi)).toEqual([]);
  });

  it('[H14] mark binary fields', async () => {
    const asyncapi = await read<{ channels: { commands: { messages: Record<string, { payload: Json }> } } }>(
      '/api/asyncapi.json',
    );
    expect(asyncapi.channels.commands.messages['jam.update']?.payload).toMatchObject({
      properties: { update: { type: 'string', format: 'binary' } },
    });
  });
});
