import { expect, it } from '@jest/globals';
import type { ProcessIsolationView } from '@visionary/contract';
import { isolationRows } from './isolation-rows.js';

const of = (process: ProcessIsolationView['process'], level: ProcessIsolationView['level'], reason?: string) =>
  ({ host: 'a', process, level, hasNetwork: level === 'limits', ...(reason && { reason }) }) as const;

it('[T19] one row has the processes of a host that are isolated in the same way for the same reason', () => {
  const weak = of('renderer', 'limits', 'not everyone may read /models');
  const elsewhere = { ...of('renderer', 'bubblewrap'), host: 'b' };
  const rows = isolationRows([weak, elsewhere, of('trial', 'bubblewrap'), of('imageDecoding', 'bubblewrap')]);
  expect(rows.map(({ host, processes, isolation: { level } }) => [host, level, processes])).toEqual([
    ['a', 'limits', ['renderer']],
    ['b', 'bubblewrap', ['renderer']],
    ['a', 'bubblewrap', ['trial', 'imageDecoding']],
  ]);
});
