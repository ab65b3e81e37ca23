import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ERROR_CODES } from '../../../dist/libs/contract/index.js';
import { inspectFile, inspectFolder } from '../../../dist/libs/diffusion/inspection.js';
import { planUnpacking } from '../../../dist/libs/hub/domain/drafts/plan-unpacking.js';
import { FreeSpace } from '../../../dist/libs/platform/blobs/index.js';
import { UploadFiles } from '../../../dist/libs/hub/storage/drafts/upload-files.js';
import { ChecksumWorkers } from '../../../dist/libs/hub/storage/drafts/upload-stream/streaming-checksums.js';
import { Archives } from '../../../dist/libs/hub/storage/drafts/archives.js';
import { arithmetic, Runtime } from './arithmetic.mjs';
import { changed } from './changes.mjs';
import { graph, weights, zip } from './made.mjs';
import { Random } from './random.mjs';

/** Tries one case after the other, and reports each before it starts; the parent checks the deadline. */
const { seed, folder, until, first } = workerData;
const MODEL = 'tests/golden/tiny-sd-random';
const MODEL_FILES = [
  'unet/config.json',
  'scheduler/scheduler_config.json',
  'model_index.json',
  'tokenizer/tokenizer_config.json',
];
const WHOLE = [
  ['preview/model.onnx', readFileSync('models/visionary-mini/preview_decoder/model.onnx')],
  ['config.json', readFileSync(join(MODEL, 'unet/config.json'))],
];
const LIMITS = { files: 100, fileBytes: 8 * 2 ** 20, totalBytes: 16 * 2 ** 20, pathLength: 200 };

const data = join(folder, 'data');
const threads = new ChecksumWorkers();
const incoming = new UploadFiles({ dataDir: data }, new FreeSpace(data, 0), threads);
const archives = new Archives(incoming);
const model = join(folder, 'model');
cpSync(MODEL, model, { recursive: true });
mkdirSync(incoming.dir, { recursive: true });
const modelFiles = readdirSync(model, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(model.length + 1));
const runtime = new Runtime();
const outside = () => readdirSync(folder).filter((name) => !['data', 'model', 'case'].includes(name));

const KINDS = {
  weights: (random) => one(random, 'a.safetensors', maybe(random, weights(random))),
  graph: (random) => one(random, 'unet/model.onnx', maybe(random, graph(random))),
  arithmetic: runAccepted,
  file: (random) => {
    const [name, bytes] = random.pick(WHOLE);
    return one(random, name, changed(random, bytes));
  },
  noise: (random) =>
    one(
      random,
      random.pick(['a.safetensors', 'a.onnx', 'a.json', 'a.zip', 'a.data', 'a.png']),
      random.bytes(random.below(200)),
    ),
  zip: unpack,
  model: whole,
};

function maybe(random, bytes) {
  return random.below(3) === 0 ? bytes : changed(random, bytes);
}

async function one(_random, name, bytes) {
  const path = join(folder, 'case');
  writeFileSync(path, bytes);
  requireSound(await inspectFile(path, name));
}

/** What inspection accepts must not end the process of the runtime. */
async function runAccepted(random) {
  const path = join(folder, 'case');
  const bytes = arithmetic(random);
  writeFileSync(path, bytes);
  const result = await inspectFile(path, 'unet/model.onnx');
  requireSound(result);
  if (!result.ok) return;
  const signal = await runtime.run(bytes);
  if (signal) throw new Error(`the runtime was ended by ${signal}`);
}

async function whole(random) {
  const name = random.pick(MODEL_FILES);
  const original = readFileSync(join(MODEL, name));
  writeFileSync(join(model, name), changed(random, original));
  try {
    requireSound(await inspectFolder(model, modelFiles));
  } finally {
    writeFileSync(join(model, name), original);
  }
}

async function unpack(random) {
  const path = join(folder, 'case');
  writeFileSync(path, maybe(random, zip(random)));
  requireSound(await inspectFile(path, 'a.zip'));
  let opened;
  try {
    opened = await archives.open(path, LIMITS.files * 4);
    const plan = planUnpacking(opened.entries, LIMITS);
    if (!plan.ok) return requireSound({ ok: false, code: plan.rejection.code, detail: plan.rejection.detail ?? {} });
    const ids = [];
    for (const { entry } of plan.files) await extract(opened, entry, ids);
  } catch (error) {
    if (!ERROR_CODES.includes(error.code)) throw error;
  } finally {
    opened?.close();
    rmSync(incoming.dir, { recursive: true, force: true });
    mkdirSync(incoming.dir, { recursive: true });
  }
}

/** @param ids of what was extracted from the archive; this entry's is added */
async function extract(opened, entry, ids) {
  const id = randomUUID();
  ids.push(id);
  try {
    await opened.extract(entry, id, new AbortController().signal);
  } finally {
    const bytes = (await incoming.sizeOf(id)) ?? 0;
    if (bytes > LIMITS.fileBytes) throw new Error(`${bytes} bytes came of an entry`);
    const known = new Set(['uploads', ...ids.map((one) => join('uploads', one))]);
    const strays = readdirSync(data, { recursive: true }).filter((name) => !known.has(name));
    if (strays.length > 0) throw new Error(`it left ${strays}`);
  }
}

function requireSound(result) {
  if (result.ok === true) return;
  const detail = Object.values(result.detail);
  const isSound = ERROR_CODES.includes(result.code) && detail.every((value) => String(value).length <= 250);
  if (!isSound) throw new Error(`no refusal: ${JSON.stringify(result).slice(0, 500)}`);
}

/** A whole model takes as long as a hundred small files. */
const kinds = Object.keys(KINDS).flatMap((kind) => Array(kind === 'model' ? 1 : 20).fill(kind));
for (let at = first; Date.now() < until; at++) {
  const random = new Random(seed + at);
  const kind = random.pick(kinds);
  parentPort.postMessage({ at, kind });
  await KINDS[kind](random);
  if (outside().length > 0) throw new Error(`outside of its folder: ${outside()}`);
}
runtime.close();
await threads.onApplicationShutdown();
