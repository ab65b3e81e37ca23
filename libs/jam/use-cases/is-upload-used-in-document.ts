import { Injectable } from '@nestjs/common';
import { Documents } from '../domain/documents.js';
import { SharedDocument } from '../domain/shared-document.js';

/** Whether the settings of a room, as they are kept, name an image. */
@Injectable()
export class IsUploadUsedInDocument {
  constructor(private readonly documents: Documents) {}

  async run(roomId: string, uploadId: string): Promise<boolean> {
    const kept = await this.documents.load(roomId);
    const shared = new SharedDocument();
    try {
      for (const update of kept?.updates ?? []) shared.take(update);
      return shared.names(uploadId);
    } finally {
      shared.destroy();
    }
  }
}
