import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { connectionProblemOf, type TriedConnection } from './connection-problem.js';

const servers: { close(): unknown }[] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  return (server.address() as AddressInfo).port;
}

const answering = (status: number) => {
  const answer: RequestListener = (_request, response) => void response.writeHead(status).end();
  return listening(createServer(answer));
};

const errorOf = (url: string): Promise<Error> =>
  new Promise((resolve) => void new WebSocket(url).once('error', resolve));

const problemOf = async (url: string, tried: Partial<TriedConnection> = {}) =>
  connectionProblemOf(await errorOf(url), {
    ...{ isHttps: url.startsWith('wss:'), isKnown: false, isOpen: false },
    ...tried,
  });

describe('connectionProblemOf', () => {
  afterAll(() => void servers.forEach((server) => server.close()));

  it('[L31] knows a host that does not answer, and a name without address', async () => {
    const port = await listening(createTcpServer());
    servers.pop()!.close();
    expect(await problemOf(`ws://127.0.0.1:${port}`)).toBe('unreachable');
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND nowhere'), { code: 'ENOTFOUND' });
    expect(connectionProblemOf(error, { isHttps: true, isKnown: false, isOpen: false })).toBe('unknownHost');
  });

  it('[L31] knows https for a server of http, and the reverse', async () => {
    expect(await problemOf(`wss://127.0.0.1:${await answering(404)}`)).toBe('notTls');
    const tls = await listening(
      createTcpServer((socket) => void socket.once('data', () => socket.end('\u0015\u0003'))),
    );
    expect(await problemOf(`ws://127.0.0.1:${tls}`)).toBe('needsTls');
    const proxy = await answering(400);
    expect(await problemOf(`ws://127.0.0.1:${proxy}`)).toBe('needsTls');
  });

  it('[L31] knows a server that is no Visionary, and a proxy without one', async () => {
    expect(await problemOf(`ws://127.0.0.1:${await answering(404)}`)).toBe('notVisionary');
    expect(await problemOf(`ws://127.0.0.1:${await answering(502)}`)).toBe('unavailable');
  });

  it('[L31] asks for https only of a host that has not answered to http before', async () => {
    const port = await listening(createTcpServer((socket) => void socket.once('data', () => socket.resetAndDestroy())));
    expect(await problemOf(`ws://127.0.0.1:${port}`)).toBe('needsTls');
    expect(await problemOf(`ws://127.0.0.1:${port}`, { isKnown: true })).toBe('unreachable');
  });
});
