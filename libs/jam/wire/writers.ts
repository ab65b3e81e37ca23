import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Bus } from '@visionary/platform/bus';
import { DocumentKeeper } from './document-keeper.js';
import { LiveDocuments } from './live-documents.js';

const RENDERED = 'jam.rendered';

/** Who has written in a room since its last take, on whatever node. */
@Injectable()
export class Writers implements OnModuleInit {
  constructor(
    private readonly documents: LiveDocuments,
    private readonly keeper: DocumentKeeper,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<string>(RENDERED, (roomId) => {
      void this.documents.opened(roomId)?.then((document) => document.forgetWriters());
    });
  }

  async of(roomId: string): Promise<string[]> {
    const document = await this.documents.open(roomId);
    await this.keeper.keep(document);
    return document.writerIds;
  }

  /** A take was ordered: from now on they write for the next one. */
  startAnew(roomId: string): void {
    this.bus.publish(RENDERED, roomId);
  }
}
