import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  COMMAND_RATE_LIMITS,
  COMMANDS,
  LIMITS,
  ROUTE_RATE_LIMITS,
  ROUTES,
  VISITOR_RATE_LIMITS,
} from '@visionary/contract';
import { isRejection, Rejection } from '@visionary/kernel';
import { readConfig } from '@visionary/platform/config';
import { RateLimits } from './rate-limits.js';
import { UserRateLimits } from './user-rate-limits.js';

const HOUR_MS = 3_600_000;

describe('UserRateLimits', () => {
  let now = 0;
  let limits: UserRateLimits;
  beforeEach(() => {
    now = 1_800_000_000_000;
    limits = new UserRateLimits(new RateLimits(null), readConfig({ NEW_ACCOUNT_LIMIT_HOURS: '24' }), {
      now: () => now,
    });
  });
  /** Number of granted calls among `tries` concurrent ones. */
  const granted = async (userId: string, accountCreatedAt: number, tries: number) => {
    const all = Array.from({ length: tries }, () =>
      limits.command('chat.send', { userId, accountCreatedAt }, () => undefined),
    );
    const rejected = (await Promise.allSettled(all)).flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of rejected) {
      expect(isRejection(reason, 'RATE_LIMITED')).toBe(true);
      expect(reason).toMatchObject({ detail: { retryAfterSeconds: expect.any(Number) } });
    }
    return tries - rejected.length;
  };

  it('[A24] limits are lower for new accounts and counted per user', async () => {
    expect(await granted('ann', now - 1, 300)).toBe(COMMAND_RATE_LIMITS['chat.send']?.newAccount?.points);
    expect(await granted('bob', now - 25 * HOUR_MS, 300)).toBe(COMMAND_RATE_LIMITS['chat.send']?.established?.points);
    expect(await granted('cid', now - 23 * HOUR_MS, 5)).toBe(5);
    const open = limits.command('rooms.open', { userId: 'ann', accountCreatedAt: now }, () => 'opened');
    await expect(open).resolves.toBe('opened');
  });

  it('[A40] a rejected command does not count, and a failed one does', async () => {
    const actor = { userId: 'ann', accountCreatedAt: now };
    const points = COMMAND_RATE_LIMITS['jam.render']?.newAccount?.points ?? 0;
    const render = (error?: Error) =>
      limits.command('jam.render', actor, () => {
        if (error) throw error;
      });
    const rejection = new Rejection('GENERATION_MODEL_NOT_FOUND');
    for (let n = 0; n <= points; n++) await expect(render(rejection)).rejects.toBe(rejection);
    await expect(render(new Error('a bug'))).rejects.toThrow('a bug');
    for (let n = 1; n < points; n++) await render();
    await expect(render()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      detail: { points, seconds: COMMAND_RATE_LIMITS['jam.render']?.newAccount?.seconds, newAccount: true },
    });
  });

  it('[G30] every command that is open to visitors has a limit by address, and no other has', () => {
    const open = Object.entries(COMMANDS).filter(
      ([, { permission }]) => permission === 'nothing' || permission === 'read',
    );
    expect(Object.keys(VISITOR_RATE_LIMITS).toSorted()).toEqual(open.map(([name]) => name).toSorted());
  });

  it('[A24] limits apply to routes, and are never higher for new accounts', async () => {
    for (const rules of [...Object.values(COMMAND_RATE_LIMITS), ...Object.values(ROUTE_RATE_LIMITS)]) {
      const { established, newAccount } = rules;
      expect(newAccount).not.toBeNull();
      if (established && newAccount) {
        expect(newAccount.points / newAccount.seconds).toBeLessThan(established.points / established.seconds);
      }
    }
    expect(Object.keys(COMMANDS)).toEqual(expect.arrayContaining(Object.keys(COMMAND_RATE_LIMITS)));
    expect(Object.keys(ROUTES)).toEqual(expect.arrayContaining(Object.keys(ROUTE_RATE_LIMITS)));
    const points = ROUTE_RATE_LIMITS.createRoom?.newAccount?.points ?? 0;
    const create = () => limits.route('createRoom', { userId: 'ann', accountCreatedAt: now });
    for (let index = 0; index < points; index++) await create();
    await expect(create()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
    });
  });

  it('[B234] a new account can fill its drafts, delete them, and fill them again', () => {
    for (const name of ['recognizeHubFile', 'createHubDraft', 'publishHubDraft'] as const) {
      expect(ROUTE_RATE_LIMITS[name]?.newAccount?.points).toBeGreaterThanOrEqual(2 * LIMITS.draftsPerUser);
    }
  });
});
