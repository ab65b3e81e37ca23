import { describe, expect, it } from '@jest/globals';
import { appendTriggerWord, missingTriggerWords } from './trigger-words.js';

describe('trigger words of a LoRA', () => {
  it('are offered until the prompt contains them, ignoring case', () => {
    expect(missingTriggerWords(['wet paper', 'ink', ' '], 'a fox, Wet Paper')).toEqual(['ink']);
  });

  it.each([
    ['', 'wet paper', 'wet paper'],
    ['a fox', 'wet paper', 'a fox, wet paper'],
    ['a fox, ', 'wet paper', 'a fox, wet paper'],
    ['a fox AND mist :0.6', 'wet paper', 'a fox AND mist, wet paper :0.6'],
    ['a fox :0.6', 'wet paper', 'a fox :0.6, wet paper'],
    ['一只狐狸', '湿纸', '一只狐狸，湿纸'],
  ])('appends to "%s" the word "%s" as "%s"', (prompt, word, after) =>
    expect(appendTriggerWord(prompt, word)).toBe(after),
  );
});
