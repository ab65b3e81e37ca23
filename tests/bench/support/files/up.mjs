import { randomUUID } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';

import { mean, median, rounded } from '../figures.mjs';
import { cpuMs } from '../process-figures.mjs';
import { timed } from './bare.mjs';
import { folderFigures } from './folder.mjs';
import { growthOf } from './growth.mjs';
import { TusCall } from './tus-call.mjs';
import { makeFile } from './made-file.mjs';

/** Like the client on a fast connection: each part is twice as large as the one before. */
const FIRST_PIECE_BYTES = 8 * 1024 ** 2;
const PIECE_AT_MOST_BYTES = 64 * 1024 ** 2;
const CUT_MIB = 64;

/** Uploads by one creator: complete ones with different bytes, and one that is interrupted at random points. */
export async function upFigures({ url, pid, longestBlock }, folder, file, { rounds, cuts, random, bareMs, mib }) {
  const call = new TusCall(url, await signUp(url));
  const growth = growthOf(pid);
  const [took, cpu, clientCpu, blocks] = [[], [], [], []];
  let faults = 0;
  for (let round = 0; round < rounds; round++) {
    // Known content would not be stored again.
    const sent = round === 0 ? file : await makeFile(`${folder}/round-${round}`, mib);
    const draftId = await newDraft(call);
    await longestBlock();
    const [before, clientBefore] = [cpuMs(pid), cpuMs(process.pid)];
    took.push(await timed(() => uploadAtOnce(call, draftId, sent)));
    cpu.push(cpuMs(pid) - before);
    clientCpu.push(cpuMs(process.pid) - clientBefore);
    blocks.push(await longestBlock());
    faults += await faultOf(call, draftId, sent);
  }
  const figures = { ms: rounded(median(took)), rounds: took.map((ms) => rounded(ms)), rssGrowthMiB: growth.mib() };
  figures.cpuMs = rounded(mean(cpu));
  figures.clientCpuMs = rounded(mean(clientCpu));
  figures.longestBlockMs = blocks.map(({ ms }) => rounded(ms, 1));
  figures.longestBlockCpuMs = blocks.map((block) => rounded(block.cpuMs, 1));
  figures.folder = await folderFigures(call, pid, longestBlock, () => newDraft(call));
  const cut = await cutUp(call, await makeFile(`${folder}/cut`, Math.min(mib, CUT_MIB)), cuts, random);
  return { ...figures, overBare: rounded(figures.ms / bareMs, 2), cuts: cut, faults: faults + cut.faults };
}

async function uploadAtOnce(call, draftId, { path, bytes }) {
  const upload = await call.begin(draftId, 'weights.safetensors', bytes);
  let piece = FIRST_PIECE_BYTES;
  for (let from = 0; from < bytes; piece = Math.min(piece * 2, PIECE_AT_MOST_BYTES)) {
    const to = Math.min(bytes, from + piece);
    await call.send(upload, { path, from, to });
    from = to;
  }
  await hashed(call, draftId);
}

async function cutUp(call, file, cuts, random) {
  const draftId = await newDraft(call);
  const upload = await call.begin(draftId, 'weights.safetensors', file.bytes);
  let done = 0;
  for (let from = 0; from < file.bytes; from = await call.offset(upload)) {
    const left = file.bytes - from;
    const cutAfter = done < cuts ? Math.ceil((random() * left * 2) / (cuts - done + 1)) : Infinity;
    if (!(await call.send(upload, { path: file.path, from, to: file.bytes }, cutAfter))) done++;
  }
  await hashed(call, draftId);
  return { cut: done, faults: await faultOf(call, draftId, file) };
}

/** Its hash is known: it has arrived completely and is stored. */
async function hashed(call, draftId) {
  for (;;) {
    const [file] = (await read(call, draftId)).files;
    if (file?.sha256) return file;
    await later(5);
  }
}

async function faultOf(call, draftId, { sha256, bytes }) {
  const file = await hashed(call, draftId);
  return file.sha256 === sha256 && file.bytes === bytes ? 0 : 1;
}

async function read({ url, cookie }, draftId) {
  return (await fetch(`${url}/api/hub/drafts/${draftId}`, { headers: { cookie } })).json();
}

async function newDraft({ url, cookie }) {
  const headers = { cookie, origin: url, 'content-type': 'application/json' };
  const body = JSON.stringify({ clientId: randomUUID() });
  const answer = await fetch(`${url}/api/hub/drafts`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`no draft: ${answer.status} ${await answer.text()}`);
  return (await answer.json()).id;
}

async function signUp(url) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'Creator', password: 'only for measuring' });
  const answer = await fetch(`${url}/api/accounts`, { method: 'POST', headers, body });
  return answer.headers.get('set-cookie').split(';')[0];
}
