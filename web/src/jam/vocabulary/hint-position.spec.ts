import { describe, expect, it } from '@jest/globals';
import { hintPosition } from './hint-position.js';
import { shortenedWord } from './shortened-word.js';

const corner = { left: 10, top: 100 };
const at = (left: number, bottom: number) => ({ left, bottom });

describe('[B290] the hint of an unknown word', () => {
  it('is below the last line of the prompt, and points at a word of that line only', () => {
    const word = { start: at(40, 150), end: at(80, 150) };
    expect(hintPosition({ ...word, textEnd: at(200, 150) }, corner, 700)).toEqual({ arrow: 50, top: 58 });
    expect(hintPosition({ ...word, textEnd: at(30, 222) }, corner, 700)).toEqual({ arrow: null, top: 130 });
  });

  it('points at the end of a word that is broken over two lines', () => {
    const word = { start: at(240, 150), end: at(30, 186) };
    expect(hintPosition({ ...word, textEnd: at(30, 186) }, corner, 700)).toEqual({ arrow: 20, top: 94 });
  });

  it('stays at its word when the prompt ends out of sight', () => {
    const word = { start: at(40, 150), end: at(80, 150) };
    expect(hintPosition({ ...word, textEnd: at(30, 900) }, corner, 700)).toEqual({ arrow: 50, top: 58 });
  });

  it('shortens a long word, and splits no character', () => {
    expect(shortenedWord('fox')).toBe('fox');
    expect(shortenedWord('𠮷'.repeat(30))).toBe(`${'𠮷'.repeat(24)}…`);
  });
});
