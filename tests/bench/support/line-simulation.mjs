import { chooseNextTake } from '../../../dist/libs/generation/domain/scheduling-policy.js';
import { PoolPolicy } from '../../../dist/libs/diffusion/pipeline-pool/pool-policy.js';
import { drawer, waitOf } from './random.mjs';
import { randomOf } from '../../support/random-numbers.mjs';

const MODELS = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Models that fit. */
const ROOM = 3;
const USERS = 16;
const ROOMS = 4;
/** The takes that a user has queued or rendering before they wait for results. */
const AT_ONCE = 2;
const THINK_MS = 10_000;
const RENDER_MS = 3_000;
const LOAD_MS = 4_000;

const asAsked = ({ waiting }) => ({ take: waiting[0], overtakes: [] });
const byTheLine = ({ waiting, served, now }, holds) =>
  chooseNextTake({ waiting, served: [...served.values()], now }, { own: holds, others: [] });

/**
 * Sixteen users in four rooms use one renderer with memory for three of six models: each queues, waits, views, and queues
 * again. The code of the product decides queue order and evictions; only time is simulated.
 */
export function simulate({ seed, popularity, requests, order }) {
  // The same sequence of models for any queue order.
  const draw = drawer(MODELS, popularity, randomOf(seed));
  const world = new World({ seed, models: Array.from({ length: requests }, draw) });
  while (world.done < requests) world.turn(order === 'line' ? byTheLine : asAsked);
  return world.figures();
}

class World {
  done = 0;
  now = 0;
  loads = 0;
  overtaken = 0;
  overtakenByArrival = 0;
  waiting = [];
  served = new Map();
  waits = new Map();
  pool = new PoolPolicy(ROOM);

  constructor({ seed, models }) {
    this.models = models;
    this.users = Array.from({ length: USERS }, (_, index) => ({
      ...{ id: `user ${index}`, room: `room ${index % ROOMS}`, random: randomOf(seed * 1_000 + index) },
    }));
    this.arrivals = this.users.flatMap((user) =>
      Array.from({ length: AT_ONCE }, () => ({ user, at: waitOf(user.random, THINK_MS) })),
    );
    this.asked = 0;
  }

  turn(choose) {
    this.arrive();
    if (this.waiting.length === 0) {
      this.now = Math.min(...this.arrivals.map(({ at }) => at));
      return;
    }
    const holds = this.pool.items.map(({ key }) => key).reverse();
    const { take, overtakes } = choose(this, holds);
    for (const one of overtakes) this.overtaken = Math.max(this.overtaken, ++one.overtaken);
    this.start(take);
  }

  arrive() {
    this.arrivals.sort((a, b) => a.at - b.at);
    while (this.arrivals[0]?.at <= this.now && this.asked < this.models.length) {
      const { user, at } = this.arrivals.shift();
      const id = String(this.asked).padStart(6, '0');
      const memoryKey = this.models[this.asked++];
      const take = { id, roomId: user.room, authorId: user.id, queuedAt: at, memoryKey, overtaken: 0 };
      this.waiting.push({ ...take, user, passed: 0 });
    }
  }

  start(take) {
    this.waiting = this.waiting.filter((one) => one !== take);
    for (const one of this.waiting) {
      if (one.queuedAt < take.queuedAt) this.overtakenByArrival = Math.max(this.overtakenByArrival, ++one.passed);
    }
    const { roomId, authorId, user } = take;
    this.served.set(`${roomId}/${authorId}`, { roomId, authorId, at: this.now });
    this.waits.set(user, [...(this.waits.get(user) ?? []), this.now - take.queuedAt]);
    if (!this.pool.reserve(take.memoryKey, 1).isHit) {
      this.loads += 1;
      this.now += LOAD_MS;
    }
    this.now += RENDER_MS * (0.5 + user.random());
    this.done += 1;
    this.arrivals.push({ user, at: this.now + waitOf(user.random, THINK_MS) });
  }

  figures() {
    const means = [...this.waits.values()].map((waits) => waits.reduce((sum, ms) => sum + ms, 0) / waits.length);
    const all = [...this.waits.values()].flat();
    return {
      models: this.models,
      hitRatio: 1 - this.loads / this.done,
      loadSeconds: (this.loads * LOAD_MS) / 1000,
      largestOvertake: this.overtaken,
      largestOvertakeByArrival: this.overtakenByArrival,
      waitSeconds: { mean: all.reduce((sum, ms) => sum + ms, 0) / all.length / 1000, longest: Math.max(...all) / 1000 },
      // Ratio of the longest to the shortest mean wait of users.
      fairnessSpread: Math.max(...means) / Math.min(...means),
    };
  }
}

/** Hit ratio of LRU in request order. */
export function lruHitRatio(models) {
  const pool = new PoolPolicy(ROOM);
  return models.filter((model) => pool.reserve(model, 1).isHit).length / models.length;
}

/** Hit ratio of the clairvoyant policy (Belady) in request order: evicts the model that is needed last. */
export function clairvoyantHitRatio(models) {
  let held = [];
  let hits = 0;
  for (const [index, model] of models.entries()) {
    if (held.includes(model)) {
      hits += 1;
      continue;
    }
    const nextUse = (one) => models.indexOf(one, index + 1) + 1 || Infinity;
    held = held.toSorted((a, b) => nextUse(a) - nextUse(b)).slice(0, ROOM - 1);
    held.push(model);
  }
  return hits / models.length;
}
