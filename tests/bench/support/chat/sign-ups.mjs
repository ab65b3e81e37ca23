import { randomUUID } from 'node:crypto';

import { mean, median, rounded } from '../figures.mjs';
import { linesOf, openRooms, post, signUp } from './users.mjs';
import { start, startCrowd, startServer } from './processes.mjs';

const USERS = 20;
const LISTENERS = 40;
/** A busy room. */
const EVERY_MS = 50;

/** @returns milliseconds of this many sign-ups, `runSync` of them concurrently, and how many failed */
async function crush(port, count, atOnce) {
  const times = [];
  let [left, failed] = [count, 0];
  const worker = async () => {
    while (left-- > 0) {
      const name = `n${randomUUID().replaceAll('-', '').slice(0, 24)}`;
      const began = performance.now();
      await post(port, '/api/accounts', { name, password: 'only for measuring' }).catch(() => (failed += 1));
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { times, failed, ms: performance.now() - began };
}

const lastMs = (times) => median(times.map((time) => time.lastMs));

/** Concurrent sign-ups while a room chats, compared with their password hashes alone. */
export async function signUps({ count, atOnce, rounds }) {
  const [server, crowd, hash] = [await startServer('visionary'), startCrowd(), start('hashAlone')];
  const chat = async (roomId, messages) =>
    crowd.ask('time', { roomId, text: 'Who is new here?', count: messages, everyMs: EVERY_MS, speakers: USERS });
  try {
    const cookies = await signUp(server.port, USERS);
    const [roomId] = await openRooms(server.port, cookies[0], 1);
    await crowd.ask('open', linesOf(LISTENERS, server, cookies));
    await crowd.ask('enter', [[{ roomId }]]);
    const samples = { alone: [], crush: [], cpuUs: [], quiet: [], beside: [], failed: 0 };
    for (let round = 0; round < rounds; round++) {
      samples.quiet.push(lastMs(await chat(roomId, 50)));
      samples.alone.push(await hash.ask('time', count));
      const before = await server.ask('cpuUs');
      const running = crush(server.port, count, atOnce);
      let isOver = false;
      void running.then(() => (isOver = true));
      const beside = [];
      while (!isOver) beside.push(...(await chat(roomId, 5)));
      const { times, failed, ms } = await running;
      samples.cpuUs.push(((await server.ask('cpuUs')) - before) / count);
      samples.crush.push({ each: mean(times), ms });
      samples.beside.push(lastMs(beside));
      samples.failed += failed;
    }
    const of = (list, read) => rounded(median(list.map(read)), 1);
    return {
      ...{ count, atOnce, rounds, failed: samples.failed },
      /** The time of each with ten running at once, and the share of one of the total. */
      msPerSignUp: of(samples.crush, ({ each }) => each),
      msOfTheWholePerSignUp: of(samples.crush, ({ ms }) => ms / count),
      hashAloneMsOfTheWhole: of(samples.alone, ({ ms }) => ms / count),
      hashAloneCpuMs: of(samples.alone, ({ us }) => us / count / 1000),
      cpuMsPerSignUp: of(samples.cpuUs, (us) => us / 1000),
      overHashAlone: rounded(median(samples.crush.map(({ ms }, round) => ms / samples.alone[round].ms)), 2),
      chatToTheLastMs: { quiet: of(samples.quiet, Number), beside: of(samples.beside, Number) },
      faults: samples.failed,
    };
  } finally {
    await hash.end();
    await crowd.end();
    await server.end();
  }
}
