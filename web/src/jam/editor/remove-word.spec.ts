import { describe, expect, it } from '@jest/globals';
import { removalRange } from './remove-word.js';

const without = (text: string, word: string): string => {
  const at = text.indexOf(word);
  const { from, to } = removalRange(text, { from: at, to: at + word.length });
  return text.slice(0, from) + text.slice(to);
};

describe('[B181] removing a blocked term', () => {
  it.each([
    ['a fox, gore, snow', 'a fox, snow'],
    ['gore, snow', 'snow'],
    ['a fox, gore', 'a fox'],
    ['a fox，gore，snow', 'a fox，snow'],
    ['a gore fox', 'a fox'],
    ['gore fox', 'fox'],
    ['a fox gore', 'a fox'],
    ['gore', ''],
    ['a fox, (gore:1.2), snow', 'a fox, snow'],
    ['a fox, ((gore)), snow', 'a fox, snow'],
    ['a fox, (gore and snow:1.2)', 'a fox, (and snow:1.2)'],
    ['一只gore狐狸', '一只狐狸'],
    ['a fox,\ngore\nsnow', 'a fox,\n\nsnow'],
    ['a fox gore, snow', 'a fox, snow'],
  ])('changes %j to %j', (text, left) => {
    expect(without(text, 'gore')).toBe(left);
  });
});
