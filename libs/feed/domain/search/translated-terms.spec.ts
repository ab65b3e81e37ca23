import { describe, expect, it } from '@jest/globals';
import { tokenize } from '@visionary/kernel';
import { EVERY } from './post-search.js';
import { translatedTerms } from './translated-terms.js';

/** Whether a field of a post with this text is found. */
const finds = (word: string, text: string): boolean => {
  const field = ` ${[EVERY, ...tokenize(text), EVERY].join(' ')} `;
  return translatedTerms(word).some(({ tokens }) => field.includes(` ${tokens.join(' ')} `));
};

describe('[F97] terms of a translated word', () => {
  it.each([
    ['狐狸', '雪地里的小狐狸', true],
    ['fox', 'a FOX in snow', true],
    ['fox', 'foxglove', false],
    ['hot dog', 'a hot dog', true],
    ['hot dog', 'a dog, hot day', false],
    ['猫', '一只猫在雪地里', true],
    ['猫', '猫，雪地', true],
    ['猫', '雪地里的猫', true],
    ['猫', '一只熊猫', false],
    ['猫', '夜晚的猫头鹰', false],
    ['马', '马路上的汽车', false],
  ])('%s in %j: %s', (word, text, expected) => expect(finds(word, text)).toBe(expected));
});
