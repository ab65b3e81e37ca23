import sharp from 'sharp';

import { median, rounded } from '../figures.mjs';
import { post } from '../chat/users.mjs';
import { startServer, startWatchers } from './processes.mjs';

const PUBLISHED = 10;
const SIDE = 256;

/** A different image for each, because the same image is published once. */
async function upload(port, cookie, n) {
  const image = { width: SIDE, height: SIDE, channels: 3, background: { r: (n * 20) % 256, g: 120, b: 60 } };
  const body = await sharp({ create: image }).png().toBuffer();
  const answer = await fetch(`http://127.0.0.1:${port}/api/post-uploads`, {
    ...{ method: 'POST', headers: { cookie, 'content-type': 'image/png' }, body },
  });
  if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).uploadId;
}

/** A post that reaches this many open feeds: CPU time of the server, and time until the last of them has it. */
export async function live({ feeds }) {
  const [server, watchers] = [await startServer({}), startWatchers()];
  try {
    const user = { name: 'Bench', password: 'only for measuring' };
    const { cookie } = await post(server.port, '/api/accounts', user);
    await watchers.ask('open', server.port, feeds);
    await watchers.ask('signIn', server.port, cookie);
    const samples = [];
    for (let n = 0; n <= PUBLISHED; n++) {
      const uploadId = await upload(server.port, cookie, n);
      const before = await server.ask('cpuUs');
      const times = await watchers.ask('publish', uploadId);
      // The first one is a warm-up.
      if (n > 0) samples.push({ ...times, cpuUs: (await server.ask('cpuUs')) - before });
    }
    return {
      feeds,
      acknowledgedMs: rounded(median(samples.map(({ ackMs }) => ackMs)), 1),
      lastFeedMs: rounded(median(samples.map(({ lastMs }) => lastMs)), 1),
      lastFeedMostMs: rounded(Math.max(...samples.map(({ lastMs }) => lastMs)), 1),
      cpuUsPerFeed: rounded(median(samples.map(({ cpuUs }) => cpuUs)) / feeds, 1),
      faults: 0,
    };
  } finally {
    await watchers.end();
    await server.end();
  }
}
