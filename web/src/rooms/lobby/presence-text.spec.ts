import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RoomCard } from '@visionary/contract';
import { i18n } from '../../shared/i18n/i18n.js';
import rooms from '../i18n.en.js';
import lobby from './i18n.en.js';
import { presenceText } from './presence-text.js';

const NOBODY = { users: [], visitors: 0 };
const rendering = { step: 3, steps: 20 } as NonNullable<RoomCard['rendering']>;

describe('who is in a room of the lobby', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', { ...rooms, ...lobby });
    i18n.global.locale.value = 'en';
  });

  it('[RT4] counts users and visitors', () => {
    expect(presenceText({ presence: { users: [{ id: 'a', name: 'Ana' }], visitors: 2 }, rendering })).toBe(
      '3 people here',
    );
  });

  it('[RT4] calls a room without people empty only when nothing renders in it', () => {
    expect(presenceText({ presence: NOBODY, rendering: null })).toBe('no one here');
    expect(presenceText({ presence: NOBODY, rendering })).toBe('rendering now');
  });
});
