import { expect } from '@jest/globals';
import type { MeView } from '@visionary/contract';
import { HttpClient } from './http-client.js';

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
