import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder or file directly in ours: no path, nothing hidden, and no name of the hub's. Names come from another machine. */
const NAME = /^[^./\\\0@][^/\\\0@]{0,199}$/;

/** Beside the models. */
const LORAS = 'loras';

/** Where the files of models and LoRAs are on this machine. */
export class RendererFolders {
  constructor(private readonly modelsDir: string) {}

  /** Ids of the models that are there. */
  async models(): Promise<string[]> {
    const names = await readdir(this.modelsDir).catch(() => []);
    return names.filter((name) => NAME.test(name) && existsSync(join(this.modelsDir, name, 'model_index.json'))).sort();
  }

  /** @throws RangeError when the id is no name of a folder */
  modelDir(id: string): string {
    return join(this.modelsDir, nameOf(id));
  }

  /** @throws RangeError when the id is no name of a file */
  loraFile(id: string): string {
    return join(this.modelsDir, LORAS, `${nameOf(id)}.safetensors`);
  }
}

const nameOf = (id: string): string => {
  if (!NAME.test(id)) throw new RangeError(`"${id.slice(0, 100)}" is no name of a model or LoRA.`);
  return id;
};
