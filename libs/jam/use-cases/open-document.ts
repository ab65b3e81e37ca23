import { Injectable } from '@nestjs/common';
import { ModelCatalog } from '@visionary/generation';
import { Clock } from '@visionary/kernel';
import type { SharedSettings } from '../domain/document-schema.js';
import { Documents, type StoredDocument } from '../domain/documents.js';
import { SharedDocument } from '../domain/shared-document.js';

/** Reads a room's document; the first time ever it is made, with the settings the first model recommends. */
@Injectable()
export class OpenDocument {
  constructor(
    private readonly documents: Documents,
    private readonly models: ModelCatalog,
    private readonly clock: Clock,
  ) {}

  async run(roomId: string): Promise<StoredDocument> {
    const kept = await this.documents.load(roomId);
    if (kept) return kept;
    const [model] = await this.models.list();
    const seed = SharedDocument.seed((model?.recommended ?? {}) as unknown as SharedSettings);
    await this.documents.seed(roomId, seed, this.clock.now());
    return (await this.documents.load(roomId)) ?? { updates: [seed], writerIds: [], authorship: [] };
  }
}
