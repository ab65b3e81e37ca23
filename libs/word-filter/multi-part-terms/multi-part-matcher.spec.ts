import { describe, expect, it } from '@jest/globals';
import { canBeFound, isMultiPart, WordFilter } from '../word-filter.js';

const filter = new WordFilter(
  ['nude | naked + child | children | kid', '裸体 + 小女孩', 'sad+cat', 'little girl + girl + red'].map((text) => ({
    id: text,
    text,
  })),
  ['nude colours'],
);
const foundParts = (text: string) =>
  filter.find(text).map(({ matchedText, otherParts }) => [matchedText, ...(otherParts ?? [])]);

describe('multi-part terms', () => {
  it.each([
    [
      'a child who is nude',
      [
        ['child', 'nude'],
        ['nude', 'child'],
      ],
    ],
    [
      'nude young child',
      [
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      'nude AND child',
      [
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      'nude BREAK a castle, children',
      [
        ['nude', 'children'],
        ['children', 'nude'],
      ],
    ],
    [
      'nude \\( child',
      [
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      '(n.u.d.e:1.3), (k1d:0.8)',
      [
        ['n.u.d.e', 'k1d'],
        ['k1d', 'n.u.d.e'],
      ],
    ],
    [
      '[nude:a child:0.5]',
      [
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      '[nude|child]',
      [
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      'n*de, ch*ld',
      [
        ['n*de', 'ch*ld'],
        ['ch*ld', 'n*de'],
      ],
    ],
    [
      `nude ${'very '.repeat(300)} child`,
      [
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      '裸体的小女孩',
      [
        ['裸体', '小女孩'],
        ['小女孩', '裸体'],
      ],
    ],
    [
      '小女孩，全身，裸 體',
      [
        ['小女孩', '裸 體'],
        ['裸 體', '小女孩'],
      ],
    ],
    [
      'nude nude child',
      [
        ['nude', 'child'],
        ['nude', 'child'],
        ['child', 'nude'],
      ],
    ],
    [
      'red, a little girl beside a girl',
      [
        ['red', 'little girl', 'girl'],
        ['little girl', 'girl', 'red'],
        ['girl', 'little girl', 'red'],
        ['girl', 'little girl', 'red'],
      ],
    ],
  ])('[S11] match %s', (text, hits) => {
    expect(foundParts(text).map((match) => match.toSorted())).toEqual(hits.map((match) => match.toSorted()));
  });

  it.each([
    'nude',
    'children, kid',
    'nude colours, children',
    '裸体',
    'a sad dog',
    'a red little girl',
    'denude, childish',
  ])('[S11] don’t match a single part: %s', (text) => {
    expect(foundParts(text)).toEqual([]);
  });

  it('[S17] match across several texts, with matches of the first text only', () => {
    const findWith = (text: string, ...others: string[]) =>
      filter.find(text, others).map((hit) => [hit.matchedText, ...(hit.otherParts ?? [])]);
    expect(findWith('a child', 'fog', 'a nude woman')).toEqual([['child', 'nude']]);
    expect(findWith('(nude:1.2)', 'ch*ld')).toEqual([['nude', 'ch*ld']]);
    expect(findWith('fog', 'a nude child')).toEqual([]);
    expect(findWith('a chi', 'ld, nude')).toEqual([]);
  });

  it.each(['nude (colours:0), child', 'nude [colours|x] child', 'nude BREAK colours, child', 'nude | colours, child'])(
    '[S19] match when an allowed phrase spans prompt syntax: %s',
    (text) => {
      expect(foundParts(text)).toContainEqual(['child', 'nude']);
    },
  );

  it('[S11] match when one part occurs thousands of times', () => {
    expect(foundParts(`${'nude '.repeat(5000)}child`).at(-1)).toEqual(['child', 'nude']);
    expect(foundParts('nude '.repeat(5000))).toEqual([]);
  });

  it('[S11] are written with + and | between spaces or Chinese characters', () => {
    expect(['a + b', '裸体+儿童', '裸体＋儿童', 'a | b', 'c++', 'a+b', '+ a'].map(isMultiPart)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(['a + b', 'a + !', 'a | ?', 'a | b'].map(canBeFound)).toEqual([true, true, false, true]);
    expect(foundParts('sad+cat')).toHaveLength(1);
    const alternatives = new WordFilter([{ id: '1', text: 'fog | mist' }]);
    expect(alternatives.find('mist over fog').map(({ matchedText }) => matchedText)).toEqual(['mist', 'fog']);
  });
});
