import { describe, expect, it } from '@jest/globals';
import { foreignOptionIn, parseInput } from './slash-commands.js';

describe('parsing the composer input', () => {
  it.each([
    ['hello', { kind: 'say', text: 'hello' }],
    ['and/or', { kind: 'say', text: 'and/or' }],
    ['/', { kind: 'say', text: '/' }],
    ['/ spaced', { kind: 'say', text: '/ spaced' }],
    ['//imagine a fox', { kind: 'say', text: '/imagine a fox' }],
    ['/imagine a fox\nin snow ', { kind: 'imagine', prompt: 'a fox\nin snow' }],
    ['/imagine', { kind: 'imagine', prompt: '' }],
    ['/Imagine an owl', { kind: 'imagine', prompt: 'an owl' }],
    ['  /help me', { kind: 'help' }],
    ['/usr/bin', { kind: 'unknown', name: 'usr/bin' }],
    ['/imagined', { kind: 'unknown', name: 'imagined' }],
  ])('[C36] %s', (text, expected) => expect(parseInput(text)).toEqual(expected));
});

describe('[C36] options that other programs know', () => {
  it.each([
    ['a whale --ar 3:2', '--ar'],
    ['a whale —v 6', '—v'],
    ['--no clouds', '--no'],
    ['a whale --AR 3:2', '--AR'],
    ['a well--known whale', undefined],
    ['a whale --- at night', undefined],
    ['a whale --arrow', undefined],
  ])('in %s: %s', (prompt, option) => expect(foreignOptionIn(prompt)).toBe(option));
});
