import { beforeEach, describe, expect, it } from '@jest/globals';
import type { call } from '../../shared/api/index.js';
import { readyInviteLink } from './ready-invite-link.js';

describe('[B35] the invite link that is ready when the dialog opens', () => {
  const room = { id: 'room', defaultRole: 'viewer' } as const;
  let active: { readonly id: string; readonly body: unknown }[];
  let kept: Map<string, string>;
  beforeEach(() => {
    active = [];
    kept = new Map();
  });
  const server = ((route: string, { body }: { body?: unknown }) => {
    if (route === 'invitations') return Promise.resolve({ invitations: active });
    const id = `link ${active.length + 1}`;
    active.push({ id, body });
    return Promise.resolve({ id, path: `/join/${id}` });
  }) as unknown as typeof call;
  const link = (userId = 'ann') =>
    readyInviteLink(
      room,
      userId,
      { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
      server,
    );

  it('gives the role of the room for 7 days, and is made once for each user', async () => {
    expect(await link()).toBe('/join/link 1');
    expect(await link()).toBe('/join/link 1');
    expect(await link('bo')).toBe('/join/link 2');
    expect(active[0]?.body).toEqual({ role: 'viewer', hours: 168 });
  });

  it('is made again once it was revoked, has ended, or is unreadable', async () => {
    await link();
    active = [{ id: 'another', body: {} }];
    expect(await link()).toBe('/join/link 2');
    for (const key of kept.keys()) kept.set(key, '{');
    expect(await link()).toBe('/join/link 3');
  });
});
