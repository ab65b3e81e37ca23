import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ImageUsage, ModelSelections } from '@visionary/generation';
import { DocumentsService } from '../use-cases/documents.service.js';
import { LiveDocuments } from './live-documents.js';

/** Reports which uploads, models, and LoRAs the documents of rooms use. */
@Injectable()
export class DocumentUsageProvider implements OnModuleInit {
  constructor(
    private readonly imageUsage: ImageUsage,
    private readonly modelSelections: ModelSelections,
    private readonly liveDocuments: LiveDocuments,
    private readonly documents: DocumentsService,
  ) {}

  onModuleInit(): void {
    // The init image of a room stays when the message that it was uploaded with is deleted. Recent updates are only in memory.
    this.imageUsage.add(
      async (roomId, uploadId) =>
        this.liveDocuments.peek(roomId)?.shared.usesUpload(uploadId) === true ||
        (await this.documents.usesUpload(roomId, uploadId)),
    );
    // Closed documents aren't read: their rooms are found by the takes they rendered.
    this.modelSelections.add(async (ids) => {
      const open = await this.liveDocuments.all();
      return open.filter(({ shared }) => ids.some((id) => shared.usesModel(id))).map(({ roomId }) => roomId);
    });
  }
}
