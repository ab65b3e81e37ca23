import { setTimeout as sleep } from 'node:timers/promises';

const between = (random, from, to) => from + random() * (to - from);
const pick = (random, list) => list[Math.floor(random() * list.length)];
const RESET_INTERVAL_MS = 250;

/** What can happen to a node, by name. Each heals what it broke. */
const FAULTS = {
  async kill(node, { random }) {
    await node.kill();
    await sleep(between(random, 500, 3_000));
    await node.start();
  },
  async stop(node, { ms }) {
    node.signal('SIGSTOP');
    await sleep(ms);
    node.signal('SIGCONT');
  },
  async 'cut from database'(node, { ms }) {
    node.lines.database.stall();
    await sleep(ms);
    node.lines.database.heal();
  },
  async 'cut from Redis'(node, { ms }) {
    node.lines.redis.stall();
    await sleep(ms);
    node.lines.redis.heal();
  },
  async 'cut from peers'(node, { ms }) {
    node.lines.redis.stall('peers');
    await sleep(ms);
    node.lines.redis.heal();
  },
  async loss(node, { ms, random }) {
    const until = Date.now() + ms;
    node.lines.clients.delay(between(random, 50, 400));
    while (Date.now() < until) {
      for (const line of Object.values(node.lines)) if (random() < 0.3) line.reset(random);
      await sleep(RESET_INTERVAL_MS);
    }
    for (const line of Object.values(node.lines)) line.heal();
  },
};

/**
 * Lets faults happen to random nodes, several at once, until the time is over and all have healed. At least one node stays healthy.
 * @returns {Promise<{kind: string, node: number, startedAt: number, endedAt: number}[]>} in ms of performance.now()
 */
export async function letFaultsHappen(nodes, random, durationMs) {
  const history = [];
  const running = new Set();
  const until = Date.now() + durationMs;
  while (Date.now() < until) {
    await sleep(between(random, 500, 2_500));
    const healthy = nodes.filter(({ isFaulty }) => !isFaulty);
    if (healthy.length < 2) continue;
    const node = pick(random, healthy);
    const kind = pick(random, Object.keys(FAULTS));
    const record = { kind, node: node.number, startedAt: performance.now() };
    history.push(record);
    node.isFaulty = true;
    const fault = FAULTS[kind](node, { random, ms: between(random, 2_000, 12_000) }).then(() => {
      record.endedAt = performance.now();
      node.isFaulty = false;
      running.delete(fault);
    });
    running.add(fault);
  }
  await Promise.all(running);
  return history;
}
