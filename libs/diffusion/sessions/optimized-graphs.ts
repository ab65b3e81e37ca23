import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';

/** Types of file systems that are memory (Linux). */
const IN_MEMORY = [0x01021994, 0x858458f6];
/** What is kept may take this share of the disk's free space. */
const SHARE_OF_FREE = 0.25;
/** Writing takes longer than a load, and most models are loaded once. */
const LOADS_BEFORE = 2;
const FOLDER_PREFIX = 'visionary-optimized-graphs-';

/** A graph as the runtime optimized it, with its weights in another file beside it. */
export interface OptimizedGraph {
  readonly path: string;
  /** Whether it has attention as one operator; undefined as long as it isn't written. */
  hasFusedAttention: boolean | undefined;
}

/** The graphs of a model. */
export class OptimizedModel {
  private readonly graphs = new Map<string, OptimizedGraph>();

  constructor(
    private readonly folder: string,
    readonly bytes: number,
  ) {}

  /** @param path where the graph comes from */
  graph(path: string): OptimizedGraph {
    const known = this.graphs.get(path);
    if (known) return known;
    mkdirSync(this.folder, { recursive: true });
    const name = createHash('sha256').update(path).digest('hex').slice(0, 16);
    const graph = { path: join(this.folder, `${name}.onnx`), hasFusedAttention: undefined };
    this.graphs.set(path, graph);
    return graph;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * Keeps graphs as the runtime optimized them, which load in a fraction of the time. Only for this process: they are
 * native input, and depend on the version of the runtime and on the processor. Models that are loaded a third time are
 * kept, on a disk that has room; the least recently loaded ones are removed for others.
 */
export class OptimizedGraphs {
  /** Created for the first model. */
  private folder: string | undefined;
  readonly maxBytes: number;
  private readonly loads = new LRUCache<string, number>({ max: 200 });
  private readonly models: LRUCache<string, OptimizedModel>;
  private count = 0;

  /** @param parent folder for its own folder, which is removed at the exit */
  constructor(
    private readonly parent = tmpdir(),
    private readonly freeBytes = freeDiskBytes,
  ) {
    this.maxBytes = Math.floor(freeBytes(parent) * SHARE_OF_FREE);
    this.models = new LRUCache({
      maxSize: Math.max(this.maxBytes, 1),
      sizeCalculation: ({ bytes }) => Math.max(bytes, 1),
      dispose: (model) => model.remove(),
    });
  }

  /**
   * Called at each load of a model.
   * @param key equal for equal files, settings, and merged LoRAs
   * @param bytes of its weights in memory
   * @returns undefined at the first loads, and when there is no room
   */
  of(key: string, bytes: number): OptimizedModel | undefined {
    const kept = this.models.get(key);
    if (kept) return kept;
    const loads = this.loads.get(key) ?? 0;
    this.loads.set(key, loads + 1);
    if (loads < LOADS_BEFORE) return undefined;
    // Something else may have filled the disk.
    if (bytes > Math.min(this.maxBytes, this.freeBytes(this.parent) * SHARE_OF_FREE)) return undefined;
    const model = new OptimizedModel(join((this.folder ??= this.makeFolder()), String(++this.count)), bytes);
    this.models.set(key, model);
    return model;
  }

  private makeFolder(): string {
    const folder = mkdtempSync(join(this.parent, FOLDER_PREFIX));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }
}

/** 0 in a file system that is memory. */
function freeDiskBytes(folder: string): number {
  const { type, bavail, bsize } = statfsSync(folder);
  return IN_MEMORY.includes(type) ? 0 : bavail * bsize;
}
