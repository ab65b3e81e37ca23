import { describe, expect, it } from '@jest/globals';
import { autocompleteTrigger } from './autocomplete-trigger.js';

describe('the autocomplete trigger before the cursor', () => {
  it.each([
    ['/', { kind: 'slash', from: 0, search: '' }],
    ['/ima', { kind: 'slash', from: 0, search: 'ima' }],
    ['/imagine a', null],
    ['a /', null],
    ['//', null],
    ['@', { kind: 'mention', from: 0, search: '' }],
    ['hi @An', { kind: 'mention', from: 3, search: 'An' }],
    ['你好@小雨', { kind: 'mention', from: 2, search: '小雨' }],
    ['hi @Ana Be', { kind: 'mention', from: 3, search: 'Ana Be' }],
    ['hi @Ana Bel is', null],
    ['me@example', null],
    ['https://a.b/@x', null],
    ['a@@', null],
    ['', null],
  ])('[C35] detects %s', (before, expected) => expect(autocompleteTrigger(before)).toEqual(expected));

  it('[C35] is detected quickly for any text', () => {
    const before = performance.now();
    for (const text of ['a' + '@'.repeat(50_000), '@'.repeat(50_000), ' @a'.repeat(20_000)]) autocompleteTrigger(text);
    expect(performance.now() - before).toBeLessThan(200);
  });
});
