import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { DocumentPersister } from './document-persister.js';
import type { RenderedTexts } from './live-document.js';
import { LiveDocuments } from './live-documents.js';

const RENDERED = 'jam.rendered';

/** What of a prompt is known beside its words. */
export interface Authorship {
  /** See LiveDocument.writersOf. */
  readonly writerIds: string[];
  /** Who wrote which part, as far as it is known; absent where nothing is. */
  readonly hands?: [from: number, until: number, personId: string][];
}

/** Who wrote what a take of a room has, on any node. */
@Injectable()
export class PromptAuthors implements OnModuleInit {
  constructor(
    private readonly documents: LiveDocuments,
    private readonly keeper: DocumentPersister,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<string>(RENDERED, (roomId) => {
      void this.documents.opened(roomId)?.then((document) => document.forgetWriters());
    });
  }

  /** @param texts as the user saw them; who wrote them is known only where they are the document's */
  async of(roomId: string, texts: RenderedTexts): Promise<Authorship> {
    const document = await this.documents.open(roomId);
    const hands = document.authorshipOf(texts.prompt);
    const writerIds = document.writersOf(texts);
    await this.keeper.flush(document);
    return { writerIds, ...(hands.length > 0 && { hands }) };
  }

  /** A take was ordered: from now on they write for the next one. */
  reset(roomId: string): void {
    this.bus.publish(RENDERED, roomId);
  }
}
