import { describe, expect, it } from '@jest/globals';
import type { DeviceView } from '@visionary/contract';
import type { CardUse, GraphicsCard } from '@visionary/graphics-cards';
import { CardPause, othersShare } from './card-pause.js';
import { CardWatch, type WatchedRenderer } from './card-watch.js';

const OWN = 10;
const GAME = 99;
const own = new Set([1, OWN]);

describe('[L27] what other programs do on a card', () => {
  it('is what it does without its own processes', () => {
    const programs = [
      { pid: OWN, busy: 0.6 },
      { pid: GAME, busy: 0.3 },
    ];
    expect(othersShare({ programs }, own, true)).toBeCloseTo(0.3);
    expect(othersShare({ busy: 0.9, programs }, own, true)).toBeCloseTo(0.3);
    expect(othersShare({ busy: 0.9, programs }, own, false)).toBeCloseTo(0.3);
    // Programs of other users are hidden.
    expect(othersShare({ busy: 0.9, programs: [] }, own, false)).toBeCloseTo(0.9);
  });

  it('is unknown while it renders where programs have no names, or other numbers', () => {
    expect(othersShare({ busy: 0.9 }, own, true)).toBeUndefined();
    expect(othersShare({ busy: 0.9, programs: [{ pid: OWN }] }, own, true)).toBeUndefined();
    expect(othersShare({ programs: [{ pid: GAME, busy: 0.9 }] }, own, true)).toBeUndefined();
    expect(othersShare({}, own, false)).toBeUndefined();
  });
});

describe('[L27] a pause', () => {
  const after = (...readings: readonly (readonly [seconds: number, share: number | undefined])[]) => {
    const pause = new CardPause();
    return readings.map(([seconds, share]) => {
      pause.add(share, seconds * 1_000);
      return pause.isPaused;
    });
  };

  it('begins with the second busy reading, and not for a moment', () => {
    expect(after([0, 0.9], [5, 0.9])).toEqual([false, true]);
    expect(after([0, 0.9], [5, 0], [10, 0.9], [15, 0.1])).toEqual([false, false, false, false]);
    expect(after([0, undefined], [5, undefined], [10, undefined])).toEqual([false, false, false]);
  });

  it('ends after a calm minute, which a busy reading begins again', () => {
    const busy = [
      [0, 0.9],
      [5, 0.9],
    ] as const;
    expect(after(...busy, [10, 0], [69, 0], [70, 0]).slice(2)).toEqual([true, true, false]);
    expect(after(...busy, [10, 0], [40, 0.2], [70, 0], [129, 0], [130, 0]).slice(2)).toEqual([
      ...[true, true, true, true, false],
    ]);
    expect(after(...busy, [10, undefined], [70, undefined]).at(-1)).toBe(false);
  });
});

const cardOn = (name: string, bus: number): GraphicsCard => ({
  ...{ name, maker: 'nvidia', driver: 'nvidia 570', access: 'usable', address: `0000:0${bus}:00.0` },
});
const GIB = 2 ** 30;

/** A renderer that keeps what happened to it. */
function rendererOn(name: string, provider: string): WatchedRenderer & { calls: string[] } {
  const device: DeviceView = {
    provider: provider === 'cpu' ? 'cpu' : provider === 'auto' ? 'webgpu' : 'cuda',
    name,
    problems: [],
  };
  const calls: string[] = [];
  const worker = {
    ...({ device, state: 'idle', idleSince: 0, attempt: null } as const),
    setPaused: (reason: string, isPaused: boolean) => void calls.push(`${reason} ${isPaused}`),
    returnTake: () => void calls.push('returned'),
  };
  return { worker, provider, calls };
}

describe('[L27] CardWatch', () => {
  const watch = (renderers: readonly WatchedRenderer[], uses: readonly CardUse[]) =>
    new CardWatch(renderers, {
      cards: async () => [cardOn('RTX', 1), cardOn('RTX', 2), cardOn('Iris', 3)].slice(0, uses.length),
      uses: async () => uses,
      ownPids: () => own,
    });

  it('pauses the renderers of the card that another program uses', async () => {
    const renderers = [rendererOn('RTX', 'cuda:0'), rendererOn('RTX', 'cuda:1'), rendererOn('CPU', 'cpu')];
    const watching = watch(renderers, [{ busy: 0 }, { busy: 0.8 }]);
    await watching.check(0);
    await watching.check(5_000);
    await watching.check(10_000);
    expect(renderers.map(({ calls }) => calls)).toEqual([[], ['busyCard true'], []]);
  });

  it('looks at all cards that may be meant, and resumes', async () => {
    const [auto, other] = [rendererOn('RTX', 'auto'), rendererOn('Iris', 'auto')];
    const uses: CardUse[] = [{ busy: 0 }, { busy: 0.8 }, {}];
    const watching = watch([auto, other], uses);
    await watching.check(0);
    await watching.check(5_000);
    uses[1] = { busy: 0.01 };
    await watching.check(10_000);
    await watching.check(70_000);
    expect(auto.calls).toEqual(['busyCard true', 'busyCard false']);
    expect(other.calls).toEqual([]);
  });

  it('returns the take if the memory of the card is full', async () => {
    const renderer = rendererOn('RTX', 'auto');
    const full: CardUse = { busy: 0.8, memoryBytes: 8 * GIB, usedBytes: 7.9 * GIB };
    const watching = watch([renderer], [full]);
    await watching.check(0);
    await watching.check(5_000);
    expect(renderer.calls).toEqual(['busyCard true', 'returned']);
  });

  it('pauses nothing where cards or what they do are unknown', async () => {
    const renderer = rendererOn('RTX', 'auto');
    for (const uses of [[], [{}, {}]]) {
      const watching = watch([renderer], uses);
      for (const seconds of [0, 5, 10]) await watching.check(seconds * 1_000);
    }
    expect(renderer.calls).toEqual([]);
  });
});
