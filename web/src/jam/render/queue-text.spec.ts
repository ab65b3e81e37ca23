import { beforeAll, describe, expect, it } from '@jest/globals';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import jam from '../i18n.en.js';
import { queueText, type TakesAhead } from './queue-text.js';

const text = (ahead: Partial<TakesAhead>) =>
  queueText({ before: 1, msToStart: null, own: 0, isOwnRendering: false, ...ahead });

describe('the text below Render', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', { ...shared, ...jam });
    i18n.global.locale.value = 'en';
  });

  it.each<[Partial<TakesAhead>, string]>([
    [{ before: 0, msToStart: 0 }, 'Starts immediately'],
    [{ before: 0 }, 'Starts when a renderer is connected'],
    [{}, '1 take ahead of you'],
    [{ before: 3 }, '3 takes ahead of you'],
    [{ own: 1, isOwnRendering: true }, 'Your take is rendering'],
    [{ own: 1 }, 'Your take is ahead'],
    [{ before: 2, own: 2, isOwnRendering: true }, 'Your 2 takes are ahead'],
    [{ before: 3, own: 1, isOwnRendering: true }, '3 takes ahead, 2 of other people'],
    [{ own: 1, isOwnRendering: true, msToStart: 7_000 }, 'Your take is rendering • a new one starts in about 7 s'],
    [{ msToStart: 7_000 }, '1 take ahead of you • a new one starts in about 7 s'],
    [
      { own: 1, isOwnRendering: true, msToStart: 2_000, isPaced: true },
      'Your take is rendering • a new one would speed it up and start in about 2 s',
    ],
  ])('[B236] takes ahead %j read "%s"', (ahead, expected) => {
    expect(text(ahead)).toBe(expected);
  });
});
