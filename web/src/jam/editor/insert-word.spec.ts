import { describe, expect, it } from '@jest/globals';
import { insertedWord, removedWord, replacedWord, type WordEdit } from './insert-word.js';

const apply = (text: string, { from, to, insert }: WordEdit) => text.slice(0, from) + insert + text.slice(to);
/** The text cursor is marked with a bar. */
const withWord = (marked: string, word: string) => {
  const text = marked.replace('|', '');
  return apply(text, insertedWord(text, marked.indexOf('|'), word));
};

describe('[J22] a word of the palette in the prompt', () => {
  it.each([
    ['|', 'fox', 'fox'],
    ['a |', 'fox', 'a fox'],
    ['a cat|', 'fox', 'a cat, fox'],
    ['a c|at', 'fox', 'a cat, fox'],
    ['a cat,|', 'fox', 'a cat, fox'],
    ['a cat, |', 'fox', 'a cat, fox'],
    ['|a cat', 'fox', 'fox, a cat'],
    ['a cat| in snow', 'fox', 'a cat in snow, fox'],
    ['an owl reading| a book (at night, snow), stars', 'wolf', 'an owl reading a book (at night, snow), wolf, stars'],
    ['猫|在雪地里', '狐狸', '猫在雪地里，狐狸'],
    ['an owl |reading a book', 'fox', 'an owl reading a book, fox'],
    ['a cat in snow.|', 'fox', 'a cat in snow. fox'],
    ['(红色的|山:1.3)', '狐狸', '(红色的山:1.3)，狐狸'],
    ['<lora:x|y:0.8>', 'fox', '<lora:xy:0.8>, fox'],
    ['(|:1.2)', 'fox', '(fox:1.2)'],
    ['猫|', '雪地', '猫，雪地'],
    ['雪地里的|', '狐狸', '雪地里的狐狸'],
    ['猫，|', '雪地', '猫，雪地'],
  ])('at the cursor in %j, %s gives %j', (before, word, after) => expect(withWord(before, word)).toBe(after));

  it.each([
    ['a trawler', 'trawler', 'owl', 'an owl'],
    ['an airship', 'airship', 'rocket', 'a rocket'],
    ['An airship', 'airship', 'ufo', 'A ufo'],
    ['a trawler', 'trawler', 'unicorn', 'a unicorn'],
    ['banana trawler', 'trawler', 'owl', 'banana owl'],
    ['老水手', '水手', '帆船', '老帆船'],
  ])('in %j, %s is replaced by %s with its article', (text, old, by, after) => {
    const from = text.indexOf(old);
    expect(apply(text, replacedWord(text, { from, to: from + old.length }, by))).toBe(after);
  });

  it.each([
    ['a cat, fox in snow', 'a cat in snow'],
    ['a cat, fox', 'a cat'],
    ['fox, a cat', 'a cat'],
    ['a cat, fox, snow', 'a cat, snow'],
    ['a red fox in snow', 'a red in snow'],
    ['fox', ''],
    ['(fox:1.2), snow', 'snow'],
  ])('is removed from %j with what separates it: %j', (text, after) => {
    const from = text.indexOf('fox');
    expect(apply(text, removedWord(text, { from, to: from + 3 }))).toBe(after);
  });
});
