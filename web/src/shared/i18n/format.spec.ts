import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  localeTag,
  formatRelative,
  formatBytes,
  formatDay,
  formatDateTime,
  formatMonth,
  formatDuration,
} from './format.js';

const NOON = new Date(2026, 6, 15, 12, 0).getTime();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const browserLanguages = jest.spyOn(navigator, 'languages', 'get');
beforeEach(() => void browserLanguages.mockReturnValue(['en-US']));
afterAll(() => browserLanguages.mockRestore());

describe('[B295] the locale of dates and numbers', () => {
  it.each([
    ['en', ['en-GB', 'en'], 'en-GB'],
    ['en', ['de-DE', 'en', 'en-AU'], 'en-AU'],
    ['en', ['zh-CN', 'de-DE'], 'en-US'],
    ['zh', ['en-GB', 'zh-CN'], 'zh-Hans-CN'],
    ['zh', ['zh-Hant-TW'], 'zh-Hans-TW'],
    ['zh', ['zho', 'zh'], 'zh-Hans-CN'],
    ['en', ['en-US@posix'], 'en-US'],
    ['en', [], 'en-US'],
  ] as const)('of %s in a browser of %j is %s', (language, accepted, tag) => {
    expect(localeTag(language, accepted)).toBe(tag);
  });

  it('is that of a British reader everywhere', () => {
    browserLanguages.mockReturnValue(['en-GB']);
    expect(formatDay(NOON - 30 * DAY_MS, NOON, 'en')).toBe('15 Jun');
    expect(formatDateTime(NOON + DAY_MS, NOON, 'en')).toBe('16 Jul 12:00');
    expect(formatMonth(NOON, 'zh')).toBe('2026 年 7 月');
  });
});

describe('formatting times', () => {
  it.each([
    [20_000, 'just now', '刚刚'],
    [3 * MINUTE_MS, '3 minutes ago', '3 分钟前'],
    [59 * MINUTE_MS, '59 minutes ago', '59 分钟前'],
    [2 * 60 * MINUTE_MS, '2 hours ago', '2 小时前'],
    [DAY_MS, 'yesterday', '昨天'],
  ])('formats %d ms ago as "%s" and "%s"', (passed, en, zh) => {
    expect(formatRelative(NOON - passed, NOON, 'en')).toBe(en);
    expect(formatRelative(NOON - passed, NOON, 'zh')).toBe(zh);
  });

  it('never formats a past event as future, however far the clocks differ', () => {
    expect(formatRelative(NOON + 5 * MINUTE_MS, NOON, 'en')).toBe('just now');
  });

  it('uses the shortest form of a date: clock, yesterday, weekday, date', () => {
    expect(formatDay(NOON - 5 * MINUTE_MS, NOON, 'en')).toBe('11:55');
    expect(formatDay(NOON - DAY_MS, NOON, 'zh')).toBe('昨天');
    expect(formatDay(NOON - 3 * DAY_MS, NOON, 'en')).toBe('Sun');
    expect(formatDay(NOON - 30 * DAY_MS, NOON, 'en')).toBe('Jun 15');
  });

  it('formats a month, and a future time', () => {
    expect(formatMonth(NOON, 'en')).toBe('July 2026');
    expect(formatMonth(NOON, 'zh')).toBe('2026 年 7 月');
    expect(formatDateTime(NOON + 60 * MINUTE_MS, NOON, 'en')).toBe('13:00');
    expect(formatDateTime(NOON + DAY_MS, NOON, 'en')).toBe('Jul 16 12:00');
    expect(formatDateTime(NOON + 365 * DAY_MS, NOON, 'en')).toBe('Jul 15, 2027 12:00');
    expect(formatDateTime(NOON + 365 * DAY_MS, NOON, 'zh')).toBe('2027 年 7 月 15 日 12:00');
    expect(formatDateTime(NOON + DAY_MS, NOON, 'zh')).toBe('7 月 16 日 12:00');
  });

  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [512 * 2 ** 20, '512 MB'],
    [1_740_000_000, '1.6 GB'],
    [20 * 2 ** 30, '20 GB'],
    [2000 * 2 ** 40, '2,000 TB'],
  ])('formats %d bytes as %s', (bytes, value) => expect(formatBytes(bytes, 'en')).toBe(value));

  it('formats a duration as short as its precision allows', () => {
    expect(formatDuration(9_240, true, 'en')).toBe('9.2 s');
    expect(formatDuration(300, false, 'en')).toBe('1 s');
    expect(formatDuration(21_400, false, 'zh')).toBe('21 秒');
    expect(formatDuration(150_000, false, 'en')).toBe('3 min');
  });
});
