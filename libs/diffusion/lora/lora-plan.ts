import { statSync } from 'node:fs';
import { parse, relative } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { LoraCompatibility } from '../lora-compatibility.js';
import type { LowRankFactors } from '../sessions/low-rank-tensors.js';
import type { GraphOptions } from '../sessions/open-session.js';
import type { GraphSource } from '../onnx/graph-source.js';
import type { PatchedGraph } from '../sessions/patched-graph.js';
import type { LoraFile } from './lora-file.js';
import type { LoraPart } from './lora-names.js';
import type { PatchableGraph } from './model-tables.js';
import type { PatchedWeight, WeightChange } from './patch-weight.js';
import { LoraError } from '../errors.js';
import { compatibilityOf, partsOf, tablesOf } from '../lora-compatibility.js';
import { type OnnxFile, readOnnxFile } from '../onnx/onnx-file.js';
import { externalizableWeights, withExternalWeights } from '../onnx/rewrite.js';
import { MatMulSession } from '../sessions/matmul.js';
import { readLoraFile } from './lora-file.js';
import { factorBytesOf, isFed, lowRankFactors } from './low-rank-factors.js';
import { biasOf, matchLora } from './match-lora.js';
import { graphPath, readPatchableGraphs } from './model-tables.js';
import { patchBias, patchWeight } from './patch-weight.js';
import { SpillFile } from './spill-file.js';

/** Common root of the model's files and the patched weights. */
const ROOT = parse(process.cwd()).root;

/** A LoRA and its weight: 1 is full strength, 0 no effect, negative inverts it. */
export interface LoraUse {
  readonly file: string;
  readonly weight: number;
}

/** Which modules of a LoRA matched a model. */
export interface LoraReport extends LoraUse, Pick<LoraCompatibility, 'matched' | 'unmatched'> {}

/**
 * The changes of several LoRAs in the graphs of one model: some are merged into its weights while it loads, the others are
 * fed to the loaded graphs.
 */
export class LoraPlan {
  private constructor(
    private readonly model: { readonly dir: string; readonly options: Pick<GraphOptions, 'threads'> },
    private readonly graphs: ReadonlyMap<LoraPart, PatchableGraph>,
    private readonly changes: ReadonlyMap<LoraPart, readonly WeightChange[]>,
    /** In the order of the LoRAs. */
    readonly report: readonly LoraReport[],
  ) {}

  /** @throws LoraError when a LoRA is invalid or nothing in it matches; ModelFolderError */
  static async of(
    modelDir: string,
    uses: readonly LoraUse[],
    options: Pick<GraphOptions, 'threads'> = {},
  ): Promise<LoraPlan> {
    const loras = uses.map(({ file }) => readCached(file));
    const graphs = await readPatchableGraphs(modelDir, partsOf(loras));
    const changes = new Map<LoraPart, WeightChange[]>();
    const report = uses.map((use, i) => {
      const lora = loras[i]!;
      const matches = matchLora(lora, tablesOf(graphs));
      const compatibility = compatibilityOf(lora, matches);
      if (!compatibility.isCompatible) {
        const reason = matches.otherWidths
          ? 'it was made for another base model'
          : `nothing in it matches the model (${firstUnmatched(compatibility)})`;
        throw new LoraError(lora.name, reason, { reasonKey: 'noMatchingModules' });
      }
      for (const match of matches.matches) {
        const partChanges = changes.get(match.part) ?? [];
        if (use.weight !== 0) changes.set(match.part, [...partChanges, { lora, match, strength: use.weight, use: i }]);
      }
      return { ...use, matched: compatibility.matched, unmatched: compatibility.unmatched };
    });
    return new LoraPlan({ dir: modelDir, options }, graphs, changes, report);
  }

  /** Places in the list of LoRAs of those that are merged, at least in part. Another weight of these is another load. */
  get merged(): readonly number[] {
    const merged = new Set(
      [...this.changes.values()]
        .flat()
        .filter((change) => !isFed(change))
        .map(({ use }) => use),
    );
    return [...merged].sort((a, b) => a - b);
  }

  /** Memory of all factors. */
  get factorBytes(): number {
    return [...this.changes.values()]
      .flat()
      .filter(isFed)
      .reduce((sum, change) => sum + factorBytesOf(change), 0);
  }

  /** What the loaded graph of a part is fed. @throws LoraError */
  factors(part: LoraPart): LowRankFactors {
    return lowRankFactors((this.changes.get(part) ?? []).filter(isFed));
  }

  /**
   * @returns the patched graph to load instead of the file, or undefined if nothing changes it
   * @throws LoraError, ModelFolderError
   */
  async patch(source: GraphSource, signal?: AbortSignal): Promise<PatchedGraph | undefined> {
    for (const [part, changes] of this.changes) {
      const merged = changes.filter((change) => !isFed(change));
      if (graphPath(this.model.dir, part) === source.path && merged.length > 0) {
        // It may be the one that computes with 16 bits, whose weights have the same names.
        return patchGraph(await readOnnxFile(source), merged, this.model.options, signal);
      }
    }
    return undefined;
  }
}

async function patchGraph(
  onnx: OnnxFile,
  changes: readonly WeightChange[],
  options: Pick<GraphOptions, 'threads'>,
  signal: AbortSignal | undefined,
): Promise<PatchedGraph> {
  const spill = new SpillFile();
  const product = await MatMulSession.open(options);
  try {
    const locations = new Map(externalizableWeights(onnx, (path) => relative(ROOT, path)));
    const store = (name: string, { type, bytes }: PatchedWeight) => {
      const location = relative(ROOT, spill.path);
      locations.set(name, { location, offset: spill.append(bytes), length: bytes.length, type });
    };
    for (const [name, weightChanges] of Map.groupBy(changes, ({ match }) => match.target.weight.name)) {
      // Yields between weights so that the thread can process cancellations.
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      const { weight, bias } = weightChanges[0]!.match.target;
      if (weightChanges.some(({ match }) => match.adapter)) {
        store(name, await patchWeight({ onnx, product }, weight, weightChanges));
      }
      if (bias && weightChanges.some(({ match }) => biasOf(match.module.tensors))) {
        store(bias.name, patchBias({ onnx }, bias, weightChanges));
      }
    }
    return { model: withExternalWeights(onnx, locations), folder: ROOT, dispose: () => spill.remove() };
  } catch (error) {
    spill.remove();
    throw error;
  } finally {
    await product.release();
  }
}

/** Cache of headers, so that changing only a LoRA's weight doesn't read it again. */
const cache = new LRUCache<string, LoraFile>({ max: 8 });

function readCached(path: string): LoraFile {
  const stats = statSync(path, { throwIfNoEntry: false });
  const key = `${path}\0${stats?.size}\0${stats?.mtimeMs}`;
  const file = cache.get(key) ?? readLoraFile(path);
  cache.set(key, file);
  return file;
}

function firstUnmatched({ unmatched: [first] }: LoraCompatibility): string {
  return first ? `${first.key}: ${first.reason}` : 'there is nothing in it';
}
