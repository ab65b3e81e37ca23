import { expect } from '@jest/globals';
import type { MeView } from '@visionary/contract';
import { HttpClient } from './http-client.js';
import { unzip } from './zip.js';

export const PASSWORD = 'correct horse battery';

export interface SignedUp {
  readonly client: HttpClient;
  readonly me: MeView;
}

/** A new user, signed in. */
export async function signUp(url: string, name: string, localAddress?: string): Promise<SignedUp> {
  const client = new HttpClient(url, localAddress);
  const { status, body } = await client.post<MeView>('/api/accounts', { name, password: PASSWORD });
  expect({ status, body }).toMatchObject({ status: 201, body: { name } });
  return { client, me: body };
}

/** The data export of a user. */
export async function exportOf({ client }: Pick<SignedUp, 'client'>) {
  const answer = await fetch(`${client.url}/api/me/export`, { headers: { cookie: client.cookieHeader } });
  const files = unzip(Buffer.from(await answer.arrayBuffer()));
  const json = (name: string) => JSON.parse(String(files.get(name) ?? null)) as Record<string, unknown>[];
  return { headers: answer.headers, files, json };
}

export const deleteAccount = async ({ client }: Pick<SignedUp, 'client'>): Promise<void> =>
  expect((await client.send('DELETE', '/api/me', { password: PASSWORD })).status).toBe(204);
