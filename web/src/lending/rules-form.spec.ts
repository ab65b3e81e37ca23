import { beforeAll, describe, expect, it } from '@jest/globals';
import type { LendingRules } from '@visionary/contract';
import { i18n } from '../shared/i18n/i18n.js';
import lending from './i18n.en.js';
import { errorsIn, toForm, toRules } from './rules-form.js';

const RULES: LendingRules = {
  ...{ name: 'RTX 4070', audience: 'rooms', roomIds: ['room'], models: ['anime'], memoryMiB: 6656 },
  quietHours: { from: '22:30', to: '07:00', timeZone: 'Asia/Shanghai' },
};
const OPEN: LendingRules = {
  ...RULES,
  audience: 'everyone',
  roomIds: [],
  models: null,
  memoryMiB: null,
  quietHours: null,
};

describe('the form of rules', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', lending);
    i18n.global.locale.value = 'en';
  });

  it('[L7] the form keeps rules that were not edited', () => {
    for (const rules of [RULES, OPEN]) {
      expect(toRules(toForm(rules))).toEqual(rules);
      expect(errorsIn(toForm(rules))).toEqual({});
    }
    expect(toForm(RULES).memory).toBe('6.5');
  });

  it('[L7] the form says what is wrong, at each field', () => {
    const form = toForm(RULES);
    expect(errorsIn({ ...form, name: ' ', roomIds: [], models: [], memory: '0.1' })).toEqual({
      name: 'Enter a name.',
      rooms: 'Choose at least one room.',
      models: 'Choose at least one model.',
      memory: 'Enter a number from 0.5 to 1024, or leave it empty.',
    });
    expect(errorsIn({ ...form, memory: 'much', from: '07:00', timeZone: 'Mars' })).toEqual({
      memory: 'Enter a number from 0.5 to 1024, or leave it empty.',
      times: 'Choose two different times.',
      zone: 'Choose a time zone such as Europe/Berlin.',
    });
    expect(errorsIn({ ...form, from: '', to: '' })).toEqual({ times: 'Enter a time.', until: 'Enter a time.' });
    expect(
      errorsIn({ ...form, audience: 'owner', roomIds: [], modelChoice: 'all', models: [], isQuiet: false }),
    ).toEqual({});
  });
});
