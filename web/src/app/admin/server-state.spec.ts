import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AdminView, JobsView, QuarantineView, RendererView } from '@visionary/contract';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import admin from './i18n.en.js';
import { serverState, serverSummary } from './server-state.js';

const renderer = (state: RendererView['state'], more: Partial<RendererView> = {}): RendererView => ({
  ...{ id: 'a', host: 'atelier', state, takeId: null, restarts: 0, pool: null },
  ...more,
});
const server = (more: Partial<AdminView> = {}): AdminView => ({
  ...{ renderers: [renderer('idle')], queue: { waiting: 0, rendering: 0 }, quarantined: [], sockets: 1, jobs: [] },
  ...more,
});
const storage = { freeBytes: 2 ** 30, isLow: false, reserveBytes: 2 ** 20 };
const quarantined: QuarantineView = { model: 'a', reason: 'it hangs', at: 1 };
const failing: JobsView = { kind: 'x', waiting: 0, running: 0, failed: 2, lastError: 'no', nextRunAt: 1 };
const lender = { id: 'l', name: 'Lin' } as unknown as NonNullable<RendererView['lender']>;

describe('[B292] serverState', () => {
  it('says that everything is running, or the most serious problem', () => {
    const states = [
      server(),
      server({ jobs: [failing] }),
      server({ jobs: [failing], quarantined: [quarantined, { ...quarantined, provider: 'cuda' }] }),
      server({ quarantined: [quarantined], renderers: [renderer('idle'), renderer('unavailable')] }),
      server({ storage: { ...storage, isLow: true }, renderers: [renderer('idle'), renderer('unavailable')] }),
      server({ storage: { ...storage, isLow: true }, renderers: [] }),
      server({ renderers: [renderer('starting')] }),
      server({ storage: { ...storage, isWritable: false }, renderers: [] }),
    ].map(serverState);
    expect(states.map(({ key }) => key)).toEqual([
      ...['running', 'jobsFail', 'quarantined', 'unavailable', 'storageLow', 'noRenderers', 'starting', 'unwritable'],
    ]);
    expect(states.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('counts neither paused nor lent renderers as gone, but cannot render without any other', () => {
    const away = [renderer('unavailable', { pausedBy: 'owner' }), renderer('unavailable', { lender })];
    expect(serverState(server({ renderers: [renderer('rendering'), ...away] })).key).toBe('running');
    expect(serverState(server({ renderers: away })).key).toBe('noRenderers');
  });
});

describe('[B292] serverSummary', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', { ...shared, ...admin });
    i18n.global.locale.value = 'en';
  });

  it('has the figures, and how long the oldest take has waited', () => {
    expect(serverSummary(server(), 0)).toBe('1 renderer • nothing waits • 1 live connection');
    const take = { id: 'a', number: 1, model: 'm', status: 'queued' } as const;
    const openTakes = [
      { ...take, status: 'rendering' as const, queuedAt: 1_000, startedAt: 2_000 },
      { ...take, queuedAt: 4_000 },
      { ...take, queuedAt: 6_000 },
    ];
    const busy = server({ openTakes, queue: { waiting: 2, rendering: 1 }, sockets: 3, storage });
    expect(serverSummary(busy, 10_000)).toBe(
      '1 renderer • 2 takes wait, the oldest for 6 s • 3 live connections • 1 GB free',
    );
  });
});
