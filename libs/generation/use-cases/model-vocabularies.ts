import { Injectable } from '@nestjs/common';
import { parseVocabulary, type VocabularyFile } from '@visionary/contract';
import { Versions } from '@visionary/hub';
import { BlobStore } from '@visionary/platform/blobs';
import type { Model } from '../domain/model.js';
import { LocalVocabularies } from '../storage/local-vocabularies.js';

const FILE = 'vocabulary.json';

/** Reads what models know, from their folders or from the files of their hub versions. */
@Injectable()
export class ModelVocabularies {
  private readonly local = new LocalVocabularies();

  constructor(
    private readonly versions: Versions,
    private readonly blobs: BlobStore,
  ) {}

  /** @returns null if the model came without one */
  async read({ dir, hub, vocabulary }: Model): Promise<VocabularyFile | null> {
    if (!vocabulary) return null;
    if (dir !== undefined) return (await this.local.read(dir).catch(() => null))?.file ?? null;
    return hub === undefined ? null : this.ofVersion(hub.versionId);
  }

  private async ofVersion(versionId: string): Promise<VocabularyFile | null> {
    const file = (await this.versions.filesOf(versionId)).find(({ path }) => path === FILE);
    const content = file && (await this.blobs.read(file.sha256));
    return content ? parseVocabulary(content.toString()) : null;
  }
}
