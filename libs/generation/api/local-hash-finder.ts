import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HashLookup, type HashMatch } from '@visionary/hub';
import { FileHashes } from '../domain/file-hashes.js';
import { LoraCatalog } from '../domain/loras.js';
import { ModelLookup } from '../use-cases/model-lookup.js';

/** What lies in the folder of models is found by its hash as what is published is. */
@Injectable()
export class LocalHashFinder implements OnModuleInit {
  constructor(
    private readonly finders: HashLookup,
    private readonly models: ModelLookup,
    private readonly loras: LoraCatalog,
    private readonly hashes: FileHashes,
  ) {}

  onModuleInit(): void {
    this.finders.add((digits) => this.model(digits));
    this.finders.add((digits) => this.lora(digits));
  }

  private async model(digits: string): Promise<HashMatch | null> {
    // What is published is found by what is written down of it.
    const model = await this.models.inFolder(digits);
    const hash = model?.dir === undefined ? null : await this.hashes.ofModel(model.dir);
    return model && hash ? { kind: 'model', versionRef: model.id, name: model.title, hash } : null;
  }

  private async lora(digits: string): Promise<HashMatch | null> {
    for (const { id, path, title } of await this.loras.list()) {
      if (path === undefined) continue;
      for (const hash of [await this.hashes.ofFile(path), await this.hashes.ofWeights(path)]) {
        if (hash?.startsWith(digits)) return { kind: 'lora', versionRef: id, name: title, hash };
      }
    }
    return null;
  }
}
