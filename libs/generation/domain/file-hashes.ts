import type { Lora } from './loras.js';
import type { Model } from './model.js';

/** Port: SHA-256 of files, hex. What was read once is answered from memory while the files are the same. */
export abstract class FileHashes {
  /** Of a model folder's names and contents, as a RenderRecord has it. @returns null where it cannot be read */
  abstract ofModel(dir: string): Promise<string | null>;
  /** @returns null where it cannot be read */
  abstract ofFile(path: string): Promise<string | null>;
  /** Of a .safetensors file without its header, as other tools name LoRAs. @returns null where it cannot be read */
  abstract ofWeights(path: string): Promise<string | null>;

  /** As takes record it; what the hub has it knows. @returns null where it cannot be read */
  async modelHash({ dir, hub }: Model): Promise<string | null> {
    return hub?.hash ?? (dir === undefined ? null : this.ofModel(dir));
  }

  /** As takes record it; what the hub has it knows. @returns null where it cannot be read */
  async loraHash({ path, hub }: Lora): Promise<string | null> {
    return hub?.hash ?? (path === undefined ? null : this.ofFile(path));
  }
}
