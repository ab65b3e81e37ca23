import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { AuthorshipSpan } from '@visionary/generation';
import { Bus } from '@visionary/platform/bus';
import { DocumentPersister } from './document-persister.js';
import type { RenderedTexts } from './live-document.js';
import { LiveDocuments } from './live-documents.js';

const TAKE_QUEUED_TOPIC = 'jam.takeQueued';

export interface PromptAuthorship {
  /** See LiveDocument.writersOf. */
  readonly writerIds: string[];
  /** Empty when the prompt isn't that of the document. */
  readonly spans: AuthorshipSpan[];
}

/** Who wrote the texts of a render request. Consistent over all nodes. */
@Injectable()
export class PromptAuthors implements OnModuleInit {
  constructor(
    private readonly documents: LiveDocuments,
    private readonly persister: DocumentPersister,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<string>(TAKE_QUEUED_TOPIC, (roomId) => {
      void this.documents.opened(roomId)?.then((document) => document.forgetWriters());
    });
  }

  /** @param texts as the user saw them, which may differ from the document */
  async of(roomId: string, texts: RenderedTexts): Promise<PromptAuthorship> {
    const document = await this.documents.open(roomId);
    const authorship = { writerIds: document.writersOf(texts), spans: document.authorshipOf(texts.prompt) };
    await this.persister.flush(document);
    return authorship;
  }

  /** Call after a take is queued: users who write from now on count for the next take. */
  reset(roomId: string): void {
    this.bus.publish(TAKE_QUEUED_TOPIC, roomId);
  }
}
