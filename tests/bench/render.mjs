/**
 * What users wait for: a take from the command to the image in every client, with 2 and 50 watching clients in another
 * process, against the bare sum of model calls under the renderer's conditions. Rounds alternate and medians are printed,
 * because a machine is never idle. Then a cold start: from a fresh server to its first image.
 *
 *     npm run bench -- render [modelDir] [steps] [rounds] [coldStarts]
 */
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { basename, resolve } from 'node:path';

import { BareProcess } from './support/bare-process.mjs';
import { openRoom, startServer } from './support/bench-server.mjs';
import { median, rounded } from './support/figures.mjs';
import { Watchers } from './support/watching.mjs';

const [model = 'models/visionary-mini', steps = '20', rounds = '5', coldStarts = '3'] = process.argv.slice(2);
const modelDir = resolve(model);
const now = () => performance.timeOrigin + performance.now();

async function modelOf(url) {
  const { models } = await (await fetch(`${url}/api/models`)).json();
  const found = models.find(({ id }) => id === basename(modelDir));
  if (!found) throw new Error(`the server does not list ${model}`);
  return found;
}

const orderOf = (roomId, { recommended }, seed) => ({
  ...{ roomId, clientId: randomUUID(), prompt: 'a red fox in the snow', negative: '' },
  settings: { ...recommended, steps: Number(steps), seed },
});

async function streamed({ room, watchers, about }, count, seed) {
  await watchers.be(count);
  const end = watchers.nextMessage(({ finishedAt }) => finishedAt !== undefined);
  const began = now();
  await room.ask('jam.render', orderOf(room.roomId, about, seed));
  const { finishedAt, firstAt, bytes, framesPerWatcher } = await end;
  return { ms: finishedAt - began, firstPreviewMs: median(firstAt) - began, bytes, framesPerWatcher };
}

async function warm() {
  const server = await startServer(modelDir);
  try {
    const room = await openRoom(server.url);
    const watchers = new Watchers(server.url, room.roomId);
    const bench = { room, watchers, about: await modelOf(server.url) };
    const { width, height, guidance } = bench.about.recommended;
    const bareProcess = await BareProcess.start({ modelDir, steps: Number(steps), guidance, width, height });
    await streamed(bench, 2, 0);
    const samples = { bare: [], 2: [], 50: [] };
    for (let round = 1; round <= Number(rounds); round++) {
      samples.bare.push(await bareProcess.measure());
      samples[2].push(await streamed(bench, 2, round));
      samples[50].push(await streamed(bench, 50, round));
    }
    const { eventLoopDelayP99Ms } = await (await fetch(`${server.url}/api/health`)).json();
    watchers.process.disconnect();
    bareProcess.end();
    room.socket.disconnect();
    return { seen: samples, eventLoopDelayP99Ms, about: bench.about };
  } finally {
    await server.end();
  }
}

async function cold() {
  const began = now();
  const server = await startServer(modelDir);
  try {
    const readyMs = now() - began;
    const room = await openRoom(server.url);
    await room.ask('rooms.open', { roomId: room.roomId });
    const timeOf = (name) => new Promise((resolve) => room.socket.once(name, () => resolve(now() - began)));
    const [preview, image] = [timeOf('generation.frame'), timeOf('generation.finished')];
    await room.ask('jam.render', orderOf(room.roomId, await modelOf(server.url), 1));
    const times = { readyMs, firstPreviewMs: await preview, firstImageMs: await image };
    room.socket.disconnect();
    return times;
  } finally {
    await server.end();
  }
}

const { seen: samples, eventLoopDelayP99Ms, about } = await warm();
const starts = [];
for (let turn = 0; turn < Number(coldStarts); turn++) starts.push(await cold());

const wall = (kind) => median(samples[kind].map(({ ms }) => ms));
const summaryOf = (count) => ({
  wallMs: rounded(wall(count)),
  overBare: rounded(median(samples[count].map(({ ms }, round) => ms / samples.bare[round].ms)), 3),
  firstPreviewMs: rounded(median(samples[count].map(({ firstPreviewMs }) => firstPreviewMs))),
  framesPerWatcher: rounded(median(samples[count].map(({ framesPerWatcher }) => framesPerWatcher)), 1),
});
const figures = {
  model: about.id,
  size: `${about.recommended.width}x${about.recommended.height}`,
  steps: Number(steps),
  rounds: Number(rounds),
  cores: cpus().length,
  loadAverage: rounded(loadavg()[0], 1),
  bareMs: rounded(wall('bare')),
  watchers2: summaryOf(2),
  watchers50: summaryOf(50),
  bytesPerPreview: median([...samples[2], ...samples[50]].flatMap(({ bytes }) => bytes)),
  serverEventLoopDelayP99Ms: eventLoopDelayP99Ms,
  coldStart: Object.fromEntries(
    ['readyMs', 'firstPreviewMs', 'firstImageMs'].map((key) => [key, rounded(median(starts.map((one) => one[key])))]),
  ),
};
console.log(JSON.stringify(figures, null, 2));
