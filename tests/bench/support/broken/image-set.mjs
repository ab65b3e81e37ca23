import { join } from 'node:path';

import { Chance } from './chance.mjs';
import { DRAWN, drawn, grained } from './drawn.mjs';
import { jobsOf } from './jobs.mjs';
import { latentsOf } from './cached-latents.mjs';
import { spoiled, WAYS } from './spoils.mjs';

/** Invisible damage leaves an intact image: bytes must have changed by this much on average. */
const SEEN = 1;
const TRIES = 20;

/**
 * Images of the engine, intact and damaged, and drawn ones; all from one seed.
 * @param {{engine: object, seed: number, rendered: number, each: number, keep?: string}} how `each`: of every way to spoil
 * and to draw; `keep`: a folder for latents, which are slow to render and small to keep
 * @yields {{name: string, kind: string | null, isEngines: boolean, image: {data: Uint8Array, width: number, height: number}}}
 * `kind`: what it should be found as, null for a whole one
 */
export async function* imageSet({ engine, seed, rendered, each, keep }) {
  const wholes = [];
  for (const [index, job] of jobsOf(new Chance(seed), rendered).entries()) {
    const latents = await latentsOf(engine, job, keep && join(keep, `${seed}-${index}.bin`));
    const { width, height } = job;
    wholes.push({ latents, width, height });
    yield {
      name: job.withLora ? 'rendered with a LoRA' : 'rendered',
      kind: null,
      ...(await made(engine, wholes.at(-1))),
    };
  }
  for (const [way, kind] of WAYS) {
    for (let turn = 0; turn < each; turn++) {
      yield { name: way, kind, isEngines: true, image: await spoiledVisibly(engine, wholes, way, seed + turn) };
    }
  }
  for (let turn = 0; turn < each; turn++) {
    const chance = new Chance(seed + turn);
    const { image } = await made(engine, chance.pick(wholes));
    yield { name: 'rendered, with film grain', kind: null, isEngines: true, image: grained(image, chance) };
  }
  yield* drawnSet(engine, seed, each);
}

/** Every other one passes through the VAE, like all images of the engine. */
async function* drawnSet(engine, seed, each) {
  for (const name of Object.keys(DRAWN)) {
    for (let turn = 0; turn < each; turn++) {
      const image = await drawn(name, new Chance(seed + 1000 * turn + name.length));
      const isEngines = turn % 2 === 1;
      yield isEngines
        ? { name, kind: null, isEngines, image: await engine.decode(await engine.encode(image), image) }
        : { name, kind: null, isEngines, image };
    }
  }
}

const made = async (engine, { latents, width, height }) => ({
  isEngines: true,
  image: await engine.decode(latents, { width, height }),
});

async function spoiledVisibly(engine, wholes, way, seed) {
  const chance = new Chance(seed + 31 * way.length);
  let image;
  for (let turn = 0; turn < TRIES; turn++) {
    const original = chance.pick(wholes);
    image = await spoiled(engine, original, way, chance);
    const { data } = (await made(engine, original)).image;
    const change = data.reduce((sum, byte, at) => sum + Math.abs(byte - image.data[at]), 0) / data.length;
    if (change >= SEEN) break;
  }
  return image;
}
