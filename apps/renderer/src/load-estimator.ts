import { basename } from 'node:path';
import type { EngineCommand, EngineReport } from './engine-protocol.js';
import type { LoadedModels } from './loaded-models.js';
import { errorFields, log } from './log.js';
import { LoraFiles } from './lora-files.js';

type Question = Extract<EngineCommand, { type: 'forecast' }>;
type Answer = Extract<EngineReport, { type: 'forecast' }>;

/** Nobody says yet how large the image will be. */
const USUAL_SIDE = 512;

/** Tells what it would take to render with a model. A model that cannot be read is not in memory and evicts nothing. */
export class LoadEstimator {
  private readonly loraFiles = new LoraFiles();

  constructor(private readonly shelf: LoadedModels) {}

  async answer({ requestId, modelDir, loraFiles, loraWeights }: Question): Promise<Answer> {
    const type = 'forecast';
    try {
      const loras = loraFiles.map((file, at) => ({ id: basename(file), file, weight: loraWeights[at] ?? 1 }));
      const hashes = await this.loraFiles.hashesOf(loras, loraFiles);
      const hashed = loras.map((lora, at) => ({ ...lora, sha256: hashes[at]!.sha256 }));
      const size = { width: USUAL_SIDE, height: USUAL_SIDE };
      const told = await this.shelf.forecast({ modelDir, modelName: '', loras: hashed, ...size });
      return { type, requestId, ...told };
    } catch (error) {
      log('warn', 'nothing can be foreseen for a model', errorFields(error));
      return { type, requestId, inMemory: false, loadMs: undefined, evicts: [] };
    }
  }
}
