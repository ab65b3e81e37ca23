import { beforeEach, describe, expect, it } from '@jest/globals';
import { COMMAND_PACES, COMMANDS, ROUTE_PACES, ROUTES } from '@visionary/contract';
import { isRejection } from '@visionary/kernel';
import { readConfig } from '@visionary/platform/config';
import { RateLimits } from '@visionary/platform/http';
import { PersonPaces } from './person-paces.js';

const HOUR_MS = 3_600_000;

describe('paces', () => {
  let now = 0;
  let paces: PersonPaces;
  beforeEach(() => {
    now = 1_800_000_000_000;
    paces = new PersonPaces(new RateLimits(null), readConfig({ NEW_ACCOUNT_HOURS: '24' }), { now: () => now });
  });
  /** How many of so many at once are granted. */
  const granted = async (personId: string, since: number, tries: number) => {
    const all = Array.from({ length: tries }, () => paces.command('chat.send', { personId, since }));
    const refused = (await Promise.allSettled(all)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of refused) {
      expect(isRejection(reason, 'RATE_LIMITED')).toBe(true);
      expect(reason).toMatchObject({ detail: { retryAfterSeconds: expect.any(Number) } });
    }
    return tries - refused.length;
  };

  it('[A24] are slower for new accounts, and each person has their own', async () => {
    expect(await granted('ann', now - 1, 300)).toBe(COMMAND_PACES['chat.send']?.newcomer?.points);
    expect(await granted('bob', now - 25 * HOUR_MS, 300)).toBe(COMMAND_PACES['chat.send']?.established?.points);
    expect(await granted('cid', now - 23 * HOUR_MS, 5)).toBe(5);
    await expect(paces.command('rooms.open', { personId: 'ann', since: now })).resolves.toBeUndefined();
  });

  it('[A24] hold routes alike, and never let a newcomer go faster', async () => {
    for (const paceOf of [...Object.values(COMMAND_PACES), ...Object.values(ROUTE_PACES)]) {
      const { established, newcomer } = paceOf;
      expect(newcomer).not.toBeNull();
      if (established && newcomer) {
        expect(newcomer.points / newcomer.seconds).toBeLessThan(established.points / established.seconds);
      }
    }
    expect(Object.keys(COMMANDS)).toEqual(expect.arrayContaining(Object.keys(COMMAND_PACES)));
    expect(Object.keys(ROUTES)).toEqual(expect.arrayContaining(Object.keys(ROUTE_PACES)));
    for (let index = 0; index < 5; index++) await paces.route('openRoom', { personId: 'ann', since: now });
    await expect(paces.route('openRoom', { personId: 'ann', since: now })).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });
});
