import { describe, expect, it } from '@jest/globals';
import { rowTransitions } from './row-transitions.js';

const rows = (keys: string) => [...keys].map((key) => ({ key }));
const steps = (visible: string, next: string, anchor: number) =>
  rowTransitions(rows(visible), rows(next), anchor)?.map((step) => {
    return `${step.rows.map(({ key }) => key).join('')}${step.shift ? ' shifted' : ''}`;
  });

describe('row transitions around an anchor', () => {
  it.each([
    ['something new at the end', 'abc', 'abcd', 1, ['abcd']],
    ['older ones at the start', 'cde', 'abcde', 1, ['abcde shifted', 'abcde']],
    ['older ones in, the end out', 'cdef', 'abcd', 0, ['abcdef shifted', 'abcd']],
    ['newer ones in, the start out', 'abcd', 'cdef', 2, ['cd shifted', 'cdef']],
    ['a gap above filled', 'a_de', 'abcde', 2, ['abcde shifted', 'abcde']],
    ['a gap below filled', 'ab_e', 'abcde', 1, ['abcde']],
    ['nothing but other contents', 'abc', 'abc', 2, ['abc']],
    ['a list that was not scrolled', 'abc', 'xbcd', -1, ['xbcd']],
  ])('handles %s', (_, rows, next, anchor, expected) => expect(steps(rows, next, anchor)).toEqual(expected));

  it('starts over if the anchor is missing', () => {
    expect(rowTransitions(rows('abc'), rows('xyz'), 1)).toBeNull();
    expect(rowTransitions([], rows('xyz'), 0)).toBeNull();
  });
});
