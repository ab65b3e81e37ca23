/** Clients that send requests continuously, in a separate process. */
import { Agent, request } from 'node:http';

import { answer } from '../chat/calls.mjs';

/** By key: the newest acknowledged version. */
const acknowledged = new Map();
let version = 0;
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** @returns the body. @throws Error unless it succeeds */
function send(port, path, method = 'GET') {
  return new Promise((resolve, reject) => {
    const httpRequest = request({ agent, port, path, method, host: '127.0.0.1' }, (response) => {
      let body = '';
      response.setEncoding('latin1');
      response.on('data', (part) => (body += part));
      response.on('end', () => {
        if (response.statusCode < 300) resolve(body);
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${body.slice(0, 200)}`));
      });
    });
    httpRequest.on('error', reject);
    httpRequest.end();
  });
}

/** Titles of written posts are versions: `v12`. */
const versionIn = (body) => Number(/"title":"v(\d+)"/.exec(body)?.[1] ?? 0);

/**
 * Reads and writes of random keys.
 * @param reads the nodes, and paths by key. @param writes the nodes, posts by key, and the share of writes
 * @returns the number of requests within the time, and of pages older than a write before their request
 */
async function drive({ reads, writes, ms, connections }) {
  const times = [];
  const counts = { reads: 0, writes: 0, stale: 0 };
  const ends = performance.now() + ms;
  const write = async (key) => {
    version += 1;
    const ownVersion = version;
    const { id, authorId } = writes.posts[key];
    await send(writes.port, `/api/bench/write?postId=${id}&authorId=${authorId}&title=v${ownVersion}`, 'POST');
    acknowledged.set(key, ownVersion);
    counts.writes += 1;
  };
  const read = async (key) => {
    const floor = acknowledged.get(key) ?? 0;
    const began = performance.now();
    const body = await send(reads.port, reads.paths[key]);
    times.push(performance.now() - began);
    counts.reads += 1;
    // The empty routes contain no posts.
    if (body.includes('"title"') && versionIn(body) < floor) counts.stale += 1;
  };
  // One after the other, so that later ones are newer.
  const busy = new Set();
  const worker = async () => {
    while (performance.now() < ends) {
      const key = Math.floor(Math.random() * reads.paths.length);
      if (!writes || Math.random() >= writes.share) await read(key);
      else if (!busy.has(key)) {
        busy.add(key);
        await write(key).finally(() => busy.delete(key));
      }
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, worker));
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { ...counts, ms: performance.now() - began, p50Ms: at(0.5), p95Ms: at(0.95) };
}

answer(
  {
    drive,
    /** Sends concurrent requests to these nodes in turn. @returns the number of different responses */
    async storm({ ports, path, count }) {
      const all = Array.from({ length: count }, (_, index) => send(ports[index % ports.length], path));
      return new Set(await Promise.all(all)).size;
    },
    write: ({ port, post, title }) =>
      send(port, `/api/bench/write?postId=${post.id}&authorId=${post.authorId}&title=${title}`, 'POST'),
    /** @returns milliseconds of each, one after the other */
    async time({ port, paths }) {
      const times = [];
      for (const path of paths) {
        const began = performance.now();
        await send(port, path);
        times.push(performance.now() - began);
      }
      return times;
    },
  },
  () => agent.destroy(),
);
