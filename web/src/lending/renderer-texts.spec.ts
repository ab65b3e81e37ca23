import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LentRendererView } from '@visionary/contract';
import { i18n } from '../shared/i18n/i18n.js';
import lending from './i18n.en.js';
import { activityText, rulesText, stateText } from './renderer-texts.js';

const READY = { state: 'accepted', isDraining: false, isQuiet: false, activity: 'idle' } as LentRendererView;
const OPEN = { audience: 'everyone' as const, roomIds: [], models: null, memoryMiB: null };

describe('the state of a lent renderer', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', lending);
    i18n.global.locale.value = 'en';
  });

  it.each([
    [{}, 'Ready'],
    [{ activity: 'rendering', model: 'Anime 2.0' }, 'Rendering with Anime 2.0'],
    [{ activity: 'rendering', model: 'Anime 2.0', isQuiet: true }, 'Rendering with Anime 2.0'],
    [{ isQuiet: true }, 'Quiet hours'],
    [{ isQuiet: true, activity: 'offline' }, 'Offline'],
    [{ isDraining: true, isQuiet: true }, 'Paused by an admin'],
    [{ isDraining: true, activity: 'rendering', model: 'Anime 2.0' }, 'Finishing its take, then paused'],
    [{ activity: 'paused' }, 'Paused by you'],
    [{ state: 'pending' }, 'Waiting for an admin'],
    [{ state: 'banned', activity: 'offline' }, 'Banned'],
  ] as const)('[L7] of %j is "%s"', (about, text) => {
    expect(stateText({ ...READY, ...about })).toBe(text);
  });

  it('[L7] for admins, it says whose', () => {
    expect(stateText({ ...READY, activity: 'paused' }, false)).toBe('Paused by its owner');
  });

  it('[L7] a program that is connected and waits says so, with its device', () => {
    const waiting = { ...READY, state: 'pending', takes: 0, renderMs: 0 } as LentRendererView;
    expect(activityText({ ...waiting, activity: 'offline' }, 0)).toBe('Its program hasn’t connected yet.');
    const device = { provider: 'cuda' as const, name: 'RTX 4070', problems: [] };
    expect(activityText({ ...waiting, lastSeenAt: 0, device }, 0)).toMatch(/^Connected • RTX 4070, CUDA • /);
  });

  it('[L7] quiet hours name their time zone where it is not the reader’s', () => {
    const { timeZone: here } = new Intl.DateTimeFormat().resolvedOptions();
    const there = here === 'Asia/Shanghai' ? 'Europe/Berlin' : 'Asia/Shanghai';
    const textIn = (timeZone: string) =>
      rulesText({ ...OPEN, name: 'PC', quietHours: { from: '06:00', to: '09:00', timeZone } });
    expect(textIn(here)).toBe('For everyone • all models • quiet from 06:00 to 09:00');
    expect(textIn(there)).toBe(`For everyone • all models • quiet from 06:00 to 09:00 (${there})`);
  });
});
