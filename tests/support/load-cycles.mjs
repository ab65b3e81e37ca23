// Loads and evicts a model repeatedly in a pool with space for one of two; prints how much memory was
// resident. Run with the settings that the server gives its renderer: MALLOC_ARENA_MAX and MALLOC_MMAP_THRESHOLD_.
import {
  asOutOfMemory,
  collectGarbage,
  DiffusionPipeline,
  LoraPlan,
  MemoryPool,
  readModelFolder,
  warmRuntime,
} from '../../dist/libs/diffusion/index.js';

const [dir, cycles, lora] = process.argv.slice(2);
const residentBytes = () => process.memoryUsage.rss();
const folder = await readModelFolder(dir);
await warmRuntime();
collectGarbage();
const before = residentBytes();

const pool = new MemoryPool({
  budgetBytes: 1.5 * 100 * 2 ** 20,
  dispose: (pipeline) => pipeline.release(),
  residentBytes,
  availableBytes: () => Infinity,
  asOutOfMemory,
  collect: collectGarbage,
});
const wish = (key) => ({
  key,
  about: key,
  fileBytes: 0,
  estimatedBytes: 100 * 2 ** 20,
  loadingBytes: 0,
  workingBytes: 0,
});
const loras = await LoraPlan.of(folder.dir, lora ? [{ file: lora, weight: 0.5 }] : []);
const job = { prompt: 'a', negative: '', scheduler: 'euler', steps: 2, guidance: 5, width: 128, height: 128, seed: 1 };

const loaded = [];
const released = [];
for (let cycle = 0; cycle < Number(cycles); cycle++) {
  const lease = await pool.acquire(wish('model'), () => DiffusionPipeline.load(folder, { threads: 1, loras }));
  await lease.value.render(job);
  lease.release();
  loaded.push(residentBytes() - before);
  await pool.clear();
  released.push(residentBytes() - before);
}
process.stdout.write(JSON.stringify({ loaded, released }));
