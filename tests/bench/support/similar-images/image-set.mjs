import { join } from 'node:path';

import { Chance } from '../broken/chance.mjs';
import { DRAWN, drawn } from '../broken/drawn.mjs';
import { jobsOf } from '../broken/jobs.mjs';
import { latentsOf } from '../broken/cached-latents.mjs';

const DRAWN_OF_EACH = 2;

/**
 * Images of the engine, several of the same prompt with other seeds, and drawn ones; all from one seed.
 * @param {{engine: object, seed: number, prompts: number, seeds: number, keep?: string}} how `keep`: a folder for latents
 * @yields {{words: string, image: {data: Uint8Array, width: number, height: number}}}
 */
export async function* imageSet({ engine, seed, prompts, seeds, keep }) {
  for (const [index, job] of jobsOf(new Chance(seed), prompts).entries()) {
    for (let turn = 0; turn < seeds; turn++) {
      const sameJob = { ...job, seed: (job.seed + 7919 * turn) % 2 ** 32 };
      const latents = await latentsOf(engine, sameJob, keep && join(keep, `${seed}-${index}-${turn}.bin`));
      yield { words: `${index}`, image: await engine.decode(latents, job) };
    }
  }
  for (const name of Object.keys(DRAWN)) {
    for (let turn = 0; turn < DRAWN_OF_EACH; turn++) {
      yield { words: `${name} ${turn}`, image: await drawn(name, new Chance(seed + 1000 * turn + name.length)) };
    }
  }
}
