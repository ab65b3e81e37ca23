import { describe, expect, it } from '@jest/globals';
import { pickDistinctPrompts } from './distinct-prompts.js';

describe('[M145] pickDistinctPrompts', () => {
  it('picks the prompts that differ most', () => {
    const own = ['a fox in the snow', 'an owl at night', 'three penguins in the snow', 'a robot in space'];
    expect(pickDistinctPrompts(own, 3)).toEqual(['a fox in the snow', 'an owl at night', 'a robot in space']);
    expect(pickDistinctPrompts(['雪地里的狐狸', '夜晚的猫头鹰'], 1)).toEqual(['雪地里的狐狸']);
  });

  it('picks each prompt once, in order, when all differ equally', () => {
    expect(pickDistinctPrompts(['one', 'two', 'one', 'three'], 5)).toEqual(['one', 'two', 'three']);
    expect(pickDistinctPrompts([], 3)).toEqual([]);
  });
});
