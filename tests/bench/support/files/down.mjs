import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { median, rounded } from '../figures.mjs';
import { cpuMs } from '../process-figures.mjs';
import { growthOf } from './growth.mjs';
import { makeFile } from './made-file.mjs';
import { startNginx } from './nginx.mjs';
import { publishFiles } from './published-files.mjs';

const MANY_MIB = 16;
const run = promisify(execFile);

/** Downloads of published files. */
export async function downFigures(server, folder, file, { rounds, many, cuts, random, mib }) {
  const small = await makeFile(`${folder}/small`, Math.min(mib, MANY_MIB));
  const paths = await publishFiles(
    server,
    [file, small].map((one) => stored(server.data, one)),
  );
  const nginx = await startNginx(folder, dirname(file.path));
  try {
    const growth = growthOf(server.pid);
    const [ours, theirs] = [[], []];
    const [ourCpu, theirCpu] = [cpuMs(server.pid), nginx && cpuMs(nginx.pid)];
    for (let round = 0; round < rounds; round++) {
      ours.push(await take(server.url + paths[0], file));
      if (nginx) theirs.push(await take(nginx.url, file));
    }
    const one = { ms: rounded(median(ours)), rounds: ours.map((ms) => rounded(ms)), rssGrowthMiB: growth.mib() };
    one.cpuMs = rounded((cpuMs(server.pid) - ourCpu) / rounds);
    const beside = nginx
      ? {
          nginxMs: rounded(median(theirs)),
          nginxCpuMs: rounded((cpuMs(nginx.pid) - theirCpu) / rounds),
          nginxRounds: theirs.map((ms) => rounded(ms)),
          overNginx: rounded(median(ours) / median(theirs), 2),
        }
      : { nginx: 'There is none on this machine.' };
    const crowd = growthOf(server.pid);
    const atOnce = {
      downloads: many,
      mibEach: rounded(small.bytes / 1024 ** 2),
      ms: rounded(await take(server.url + paths[1], small, many)),
    };
    const cut = await cutDown(server.url + paths[1], small, cuts, random);
    return { ...one, ...beside, atOnce: { ...atOnce, rssGrowthMiB: crowd.mib() }, cuts: cut, faults: cut.faults };
  } finally {
    await nginx?.end();
  }
}

/** @returns the file, in the server's store */
function stored(data, file) {
  const path = join(data, 'blobs', file.sha256.slice(0, 2), file.sha256);
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(file.path, path);
  return { ...file, id: randomUUID() };
}

/** @throws when the content differs from the file */
async function take(url, { bytes, sha256 }, times = 1) {
  const hashed = times > 1;
  const client = fileURLToPath(new URL('./take.mjs', import.meta.url));
  const { stdout } = await run(process.execPath, [client, url, String(times), hashed ? 'hash' : 'count']);
  const { ms, kinds } = JSON.parse(stdout);
  const [one, ...others] = kinds;
  const isRight = one.status === 200 && one.bytes === bytes && (!hashed || one.sha256 === sha256);
  if (!isRight || others.length > 0) throw new Error(`The download differs from the file: ${JSON.stringify(kinds)}`);
  return ms;
}

/** One download that is interrupted at random points and resumed each time. */
async function cutDown(url, { bytes, sha256 }, cuts, random) {
  const hash = createHash('sha256');
  let [have, done, tag] = [0, 0, ''];
  while (have < bytes) {
    const left = bytes - have;
    const limit = done < cuts ? Math.ceil((random() * left * 2) / (cuts - done + 1)) : Infinity;
    await new Promise((resolve, reject) => {
      const headers = have > 0 ? { range: `bytes=${have}-`, 'if-range': tag } : {};
      const call = get(url, { headers, agent: false }, (answer) => {
        if (answer.statusCode !== (have > 0 ? 206 : 200)) {
          return reject(new Error(`going on gave ${answer.statusCode}`));
        }
        tag = answer.headers.etag;
        let received = 0;
        answer.on('data', (chunk) => {
          const part = chunk.subarray(0, Math.max(0, limit - received));
          hash.update(part);
          received += part.length;
          have += part.length;
          if (received < limit || have >= bytes) return;
          answer.removeAllListeners('data');
          done++;
          call.destroy();
          resolve();
        });
        answer.on('end', resolve);
        answer.on('error', () => undefined);
      });
      call.on('error', reject);
    });
  }
  return { cut: done, faults: hash.digest('hex') === sha256 ? 0 : 1 };
}
