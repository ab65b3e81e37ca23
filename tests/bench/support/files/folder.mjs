import { setTimeout as later } from 'node:timers/promises';

import { rounded } from '../figures.mjs';
import { cpuMs } from '../process-figures.mjs';
import { growthOf } from './growth.mjs';

const FILES = 200;
const FILE_BYTES = 4096;
const AT_ONCE = 4;

/** A folder of many small files: from the first byte until the last one is checked. */
export async function folderFigures(call, pid, longestBlock, newDraft) {
  const draftId = await newDraft();
  await longestBlock();
  const [growth, before, from] = [growthOf(pid), cpuMs(pid), performance.now()];
  let next = 0;
  const sendSome = async () => {
    while (next < FILES) {
      const name = `notes/${next++}.txt`;
      const bytes = Buffer.alloc(FILE_BYTES, `${name} `);
      await call.sendAll(await call.begin(draftId, name, bytes.length), bytes);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
  const sentMs = performance.now() - from;
  await lookedAt(call, draftId);
  const [ms, took] = [performance.now() - from, cpuMs(pid) - before];
  const block = await longestBlock();
  return {
    files: FILES,
    ...{ sentMs: rounded(sentMs), ms: rounded(ms), cpuMs: took, rssGrowthMiB: growth.mib() },
    ...{ longestBlockMs: rounded(block.ms, 1), longestBlockCpuMs: rounded(block.cpuMs, 1) },
  };
}

async function lookedAt({ url, cookie }, draftId) {
  for (;;) {
    const { files } = await (await fetch(`${url}/api/hub/drafts/${draftId}`, { headers: { cookie } })).json();
    if (files.some(({ state }) => state === 'rejected')) throw new Error('a small file was rejected');
    if (files.length === FILES && files.every(({ state }) => state === 'checked')) return;
    await later(200);
  }
}
