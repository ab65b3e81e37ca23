import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { groupByDay, formatFullDay } from './group-by-day.js';

const at = (day: number, hour: number, year = 2026) => new Date(year, 4, day, hour).getTime();

const browserLanguages = jest.spyOn(navigator, 'languages', 'get').mockReturnValue(['en-US']);
afterAll(() => browserLanguages.mockRestore());

describe('takes by day', () => {
  it('are grouped in order, one group per local day', () => {
    const days = groupByDay([at(3, 23), at(3, 0), at(2, 12), at(1, 12)], (one) => one);
    expect(days.map(({ startsAt, items }) => [startsAt, items.length])).toEqual([
      [at(3, 0), 2],
      [at(2, 0), 1],
      [at(1, 0), 1],
    ]);
  });

  it('have day names', () => {
    expect(formatFullDay(at(3, 9), at(3, 10), 'en')).toBe('today');
    expect(formatFullDay(at(2, 23), at(3, 1), 'zh')).toBe('昨天');
    expect(formatFullDay(at(1, 9), at(3, 10), 'en')).toBe('Friday, May 1');
    expect(formatFullDay(at(1, 9, 2025), at(3, 10), 'en')).toContain('2025');
  });
});
