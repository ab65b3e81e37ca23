/**
 * How well fingerprints distinguish copies of an image from other images: images of the engine, each changed in the
 * ways copies are, against each other, including the same prompt with other seeds. Writes its chapter of docs/measures/images.md and
 * prints JSON.
 *
 *     npm run bench -- similar-images [prompts] [seeds of each] [seed] [folder that keeps latents]
 */
import sharp from 'sharp';

import { fingerprintImage } from '../../dist/libs/platform/images/image-fingerprint.js';
import { hammingDistance, hashToWords } from '../../dist/libs/safety/domain/fingerprints/hamming-distance.js';
import { at } from '../../tools/paths.mjs';
import { imageSet } from './support/similar-images/image-set.mjs';
import { HEADING, similarImagesChapter } from './support/similar-images/chapter.mjs';
import { COPIES } from './support/similar-images/copies.mjs';
import { openEngine } from './support/broken/engine.mjs';
import { writeChapter } from './support/measures-page.mjs';

const [prompts = '40', seeds = '3', seed = '20261130', keep] = process.argv.slice(2);
/** Thresholds: the most differing bits of 256 for similar images; includes the one of the product. */
const LIMITS = [16, 24, 32, 40, 48, 56, 64];

const printOf = async (png) => {
  const { perceptualHash } = await fingerprintImage(png);
  return perceptualHash === null ? null : hashToWords(perceptualHash);
};
const pngOf = ({ data, width, height }) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

/** Every image with its prompt, its fingerprint, and the fingerprints of its copies. */
async function measured() {
  const all = [];
  const how = { seed: Number(seed), prompts: Number(prompts), seeds: Number(seeds), keep };
  for await (const { words, image } of imageSet({ ...how, engine: await openEngine({ threads: 1 }) })) {
    const png = await pngOf(image);
    const copies = {};
    for (const [way, copy] of Object.entries(COPIES)) copies[way] = await printOf(await copy(png, image));
    all.push({ words, print: await printOf(png), copies });
  }
  return all;
}

function pairsOf(all) {
  const pairs = { sameWords: [], others: [] };
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      if (!one.print || !other.print) continue;
      pairs[one.words === other.words ? 'sameWords' : 'others'].push(hammingDistance(one.print, other.print));
    }
  }
  return pairs;
}

const all = await measured();
const drawn = all.filter(({ print }) => print !== null);
const pairs = pairsOf(all);
const within = (distances, limit) => distances.filter((distance) => distance <= limit).length;
const ways = Object.keys(COPIES).map((way) => {
  const distances = drawn.map(({ print, copies }) => (copies[way] ? hammingDistance(print, copies[way]) : 256));
  return { way, made: distances.length, found: LIMITS.map((limit) => within(distances, limit)) };
});
const summary = {
  ...{ images: all.length, empty: all.length - drawn.length, seed, limits: LIMITS, ways },
  sameWords: { pairs: pairs.sameWords.length, taken: LIMITS.map((limit) => within(pairs.sameWords, limit)) },
  others: { pairs: pairs.others.length, taken: LIMITS.map((limit) => within(pairs.others, limit)) },
  closest: { sameWords: Math.min(...pairs.sameWords), others: Math.min(...pairs.others) },
};
writeChapter(at('docs', 'measures', 'images.md'), similarImagesChapter(summary));
console.log(JSON.stringify({ chapter: HEADING, ...summary }, null, 2));
