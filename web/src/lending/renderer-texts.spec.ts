import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LentRendererView } from '@visionary/contract';
import { i18n } from '../shared/i18n/i18n.js';
import lending from './i18n.en.js';
import { stateText } from './renderer-texts.js';

const READY = { state: 'accepted', isDraining: false, isQuiet: false, activity: 'idle' } as LentRendererView;

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
    [{ state: 'pending' }, 'Waiting for an admin'],
    [{ state: 'banned', activity: 'offline' }, 'Banned'],
  ] as const)('[L7] of %j is "%s"', (about, text) => {
    expect(stateText({ ...READY, ...about })).toBe(text);
  });
});
