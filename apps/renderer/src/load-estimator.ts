import { basename } from 'node:path';
import type { EngineCommand, EngineReport } from './engine-protocol.js';
import type { LoadedModels } from './loaded-models.js';
import { errorFields, log } from './log.js';
import { LoraFiles } from './lora-files.js';

type ForecastRequest = Extract<EngineCommand, { type: 'forecast' }>;
type ForecastResponse = Extract<EngineReport, { type: 'forecast' }>;

/** The image size is not known yet. */
const DEFAULT_SIDE = 512;

/** Estimates loading a model. An unreadable model is not in memory and evicts nothing. */
export class LoadEstimator {
  private readonly loraFiles = new LoraFiles();

  constructor(private readonly models: LoadedModels) {}

  async estimate({ requestId, modelDir, loraFiles, loraWeights }: ForecastRequest): Promise<ForecastResponse> {
    const type = 'forecast';
    try {
      const loras = loraFiles.map((file, at) => ({ id: basename(file), file, weight: loraWeights[at] ?? 1 }));
      const hashes = await this.loraFiles.hashesOf(loras, loraFiles);
      const hashed = loras.map((lora, at) => ({ ...lora, sha256: hashes[at]!.sha256 }));
      const size = { width: DEFAULT_SIDE, height: DEFAULT_SIDE };
      const forecast = await this.models.forecast({ modelDir, modelName: '', loras: hashed, ...size });
      return { type, requestId, ...forecast };
    } catch (error) {
      log('warn', 'loading a model could not be estimated', errorFields(error));
      return { type, requestId, inMemory: false, loadMs: undefined, evicts: [] };
    }
  }
}
