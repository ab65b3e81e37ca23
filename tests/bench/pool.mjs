/**
 * What queue and pool save: sixteen users, six models, memory for three. Simulated with the queue order
 * and the eviction policy of the product, against plain LRU and the clairvoyant policy in request order; then
 * a real renderer with six copies of a model and memory for about three of them.
 *
 *     npm run bench -- pool [requests] [seeds] [takes of the real renderer] [modelDir]
 */
import { resolve } from 'node:path';

import { mean, rounded } from './support/figures.mjs';
import { clairvoyantHitRatio, lruHitRatio, simulate } from './support/line-simulation.mjs';
import { strainRenderer } from './support/pool-of-renderer.mjs';

const [requestsAsked = '600', seedsAsked = '5', takesAsked = '60', model = 'models/visionary-mini'] =
  process.argv.slice(2);
const requests = Number(requestsAsked);
const seeds = Array.from({ length: Number(seedsAsked) }, (_, index) => index + 1);

function compare(popularity, seed) {
  const line = simulate({ seed, popularity, requests, order: 'line' });
  const asked = simulate({ seed, popularity, requests, order: 'asked' });
  const [lru, clairvoyant] = [lruHitRatio(line.models), clairvoyantHitRatio(line.models)];
  return { line, asked, lru, clairvoyant };
}

function figuresOf(popularity) {
  const runs = seeds.map((seed) => compare(popularity, seed));
  const of = (read, digits = 3) => rounded(mean(runs.map(read)), digits);
  const maximum = (read, digits = 0) => rounded(Math.max(...runs.map(read)), digits);
  return {
    hitRatio: of(({ line }) => line.hitRatio),
    lruHitRatio: of(({ lru }) => lru),
    clairvoyantHitRatio: of(({ clairvoyant }) => clairvoyant),
    hitsOverClairvoyant: of(({ line, clairvoyant }) => line.hitRatio / clairvoyant, 2),
    loadSeconds: of(({ line }) => line.loadSeconds, 0),
    lruLoadSeconds: of(({ asked }) => asked.loadSeconds, 0),
    loadSecondsOverLru: of(({ line, asked }) => line.loadSeconds / asked.loadSeconds, 2),
    largestOvertake: maximum(({ line }) => line.largestOvertake),
    /** By any later take, for any reason: fairness between rooms lets others pass the second take of a user, too. */
    largestOvertakeByArrival: maximum(({ line }) => line.largestOvertakeByArrival),
    waitSeconds: {
      mean: of(({ line }) => line.waitSeconds.mean, 1),
      longest: maximum(({ line }) => line.waitSeconds.longest),
      meanAsAsked: of(({ asked }) => asked.waitSeconds.mean, 1),
      longestAsAsked: maximum(({ asked }) => asked.waitSeconds.longest),
    },
    fairnessSpread: maximum(({ line }) => line.fairnessSpread, 2),
    fairnessSpreadAsAsked: maximum(({ asked }) => asked.fairnessSpread, 2),
  };
}

const simulated = { uniform: figuresOf('uniform'), zipf: figuresOf('zipf') };
const real = await strainRenderer(resolve(model), Number(takesAsked), seeds[0] ?? 1);
const { peakOverBudget, crashes } = real;
const largestOvertake = Math.max(...Object.values(simulated).map((one) => one.largestOvertake));
console.log(
  JSON.stringify(
    {
      bench: 'pool',
      ...{ models: 6, room: 3, users: 16, requests, seeds },
      simulated,
      real: { ...real, peakOverBudget: rounded(peakOverBudget, 3) },
      largestOvertake,
      aims: {
        hitsOverClairvoyant: 1.1,
        loadSecondsOverLru: 0.35,
        largestOvertake: 16,
        peakOverBudget: 1.1,
        crashes: 0,
      },
      reached: {
        hitsOverClairvoyant: Object.values(simulated).every((one) => one.hitsOverClairvoyant >= 1.1),
        loadSecondsOverLru: Object.values(simulated).every((one) => one.loadSecondsOverLru <= 0.35),
        largestOvertake: largestOvertake <= 16,
        peakOverBudget: peakOverBudget <= 1.1,
        crashes: crashes === 0,
      },
    },
    null,
    2,
  ),
);
