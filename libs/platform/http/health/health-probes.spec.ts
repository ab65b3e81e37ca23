import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HealthProbes } from './health-probes.js';

describe('HealthProbes', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('[H22] reports a part that hangs as down, and the others as they are', async () => {
    const probes = new HealthProbes();
    const calls = jest.fn(() => new Promise<'up'>(() => undefined));
    probes.register('database', calls);
    probes.register('bus', () => 'up');
    probes.register('storage', () => 'ok');
    for (let check = 0; check < 2; check++) {
      const report = probes.check();
      await jest.advanceTimersByTimeAsync(2_000);
      expect(await report).toMatchObject({ database: 'down', bus: 'up', storage: 'ok' });
    }
    // A hung probe isn't asked again, so that its requests don't pile up.
    expect(calls).toHaveBeenCalledTimes(1);
  });

  it('[H22] reports a part as up again when its probe answers', async () => {
    const probes = new HealthProbes();
    const { promise, resolve } = Promise.withResolvers<'up'>();
    probes.register('database', () => promise);
    const late = probes.check();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await late).toMatchObject({ database: 'down' });
    resolve('up');
    await jest.advanceTimersByTimeAsync(0);
    expect(await probes.check()).toMatchObject({ database: 'up' });
  });
});
