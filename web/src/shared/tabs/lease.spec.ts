import { describe, expect, it } from '@jest/globals';
import { withLease, type Lease, type LeasePorts } from './lease.js';

function aBrowser() {
  let lease: Lease | undefined;
  const browser = { now: 0, set: (to: Lease) => void (lease = to), get: () => lease };
  const tab = (me: string): LeasePorts => ({
    me,
    now: () => browser.now,
    update: async (change) => (lease = change(lease)),
    pause: async (ms) => {
      browser.now += ms;
      await new Promise<void>((resolve) => setImmediate(resolve));
    },
  });
  return { browser, tab };
}

describe('a lease between tabs', () => {
  it('lets one tab work at a time and is released when the work ends or fails', async () => {
    const { browser, tab } = aBrowser();
    const steps: string[] = [];
    const work = (name: string) =>
      withLease(tab(name), async () => {
        steps.push(`${name} begins`);
        await new Promise<void>((resolve) => setImmediate(resolve));
        steps.push(`${name} ends`);
      });
    await Promise.all([work('a'), work('b'), work('c')]);
    const begun = steps.filter((step) => step.endsWith('begins')).map((step) => step[0]);
    expect(begun.toSorted()).toEqual(['a', 'b', 'c']);
    expect(steps).toEqual(begun.flatMap((name) => [`${name} begins`, `${name} ends`]));
    await expect(withLease(tab('d'), () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(browser.get()).toBeUndefined();
  });

  it('expires if its tab has died', async () => {
    const { browser, tab } = aBrowser();
    browser.set({ holder: 'dead', until: 4_000 });
    let workedAt = 0;
    await withLease(tab('a'), async () => void (workedAt = browser.now));
    expect(workedAt).toBe(4_000);
  });

  it('blocks no one without storage', async () => {
    const { tab } = aBrowser();
    let worked = false;
    const ports = { ...tab('a'), update: () => Promise.reject(new Error('no storage')) };
    await withLease(ports, async () => void (worked = true));
    expect(worked).toBe(true);
  });
});
