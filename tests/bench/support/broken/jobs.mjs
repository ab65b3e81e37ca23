import { readFileSync } from 'node:fs';

import { at } from '../../../../tools/paths.mjs';

/** Includes nights, space, black backgrounds, white paper, and plain colors, which might look defective. */
const PLACES = [
  ...['at night', 'in space', 'on a black background', 'on a white background', 'in the snow', 'at sunset'],
  ...['on the beach', 'in the forest', 'in the city', 'underwater', 'in the rain', 'in a room', 'in the desert'],
  ...['on a pastel background', 'on a red background', 'on a green background', 'on a blue background', 'in the sky'],
  ...['in the mountains', 'in a meadow', 'on a yellow background', 'on a grey background'],
];
const CHINESE_PLACES = [
  ...['夜晚的', '太空中的', '黑色背景上的', '白色背景上的', '雪地里的'],
  ...['夕阳下的', '森林里的', '城市里的', '海底的', '雨中的'],
];
const SIZES = ['256x256', '256x256', '256x256', '384x256', '256x384', '512x512'];
const SCHEDULERS = ['ddim', 'euler', 'dpmpp_2m'];

const things = () =>
  readFileSync(at('models', 'training', 'things.tsv'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .map(([, , english, chinese]) => ({ english: english.split('|'), chinese: chinese.split('|') }));

/**
 * Prompts that the embedded model can draw, in two languages and many sizes; every fifth with the LoRA.
 * @param {import('./chance.mjs').Chance} chance
 */
export function jobsOf(chance, count) {
  const knownThings = things();
  return Array.from({ length: count }, (_, index) => {
    const thing = chance.pick(knownThings);
    const prompt =
      chance.next() < 0.3
        ? chance.pick(CHINESE_PLACES) + chance.pick(thing.chinese)
        : `a ${chance.pick(thing.english)} ${chance.pick(PLACES)}`;
    const [width, height] = chance.pick(SIZES).split('x').map(Number);
    const settings = { scheduler: chance.pick(SCHEDULERS), steps: 8 + chance.below(5), guidance: 1 + chance.below(3) };
    return { prompt, negative: '', width, height, ...settings, seed: chance.below(2 ** 32), withLora: index % 5 === 0 };
  });
}
