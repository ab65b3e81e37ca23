import { Injectable, Logger } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import { Broadcast, roomChannel, Throttle, visitorsOf } from '@visionary/platform/realtime';
import { CheckText } from '@visionary/safety';
import { LiveDocuments } from './live-documents.js';

/** Visitors only read, so they need no update for each letter. */
const INTERVAL_MS = 250;

/**
 * What visitors see of documents: a copy with blocked terms masked. Editors need the document itself, because their edits name positions
 * in it.
 */
@Injectable()
export class MaskedDocuments {
  private readonly logger = new Logger('Documents');
  private readonly throttle = new Throttle(INTERVAL_MS, (roomId) => void this.send(roomId));

  constructor(
    private readonly liveDocuments: LiveDocuments,
    private readonly checkText: CheckText,
    private readonly broadcast: Broadcast,
  ) {}

  async of(roomId: string): Promise<Uint8Array> {
    const { shared } = await this.liveDocuments.open(roomId);
    // A longer prompt cannot be rendered, and checking it would take long.
    const texts = {
      prompt: shared.prompt.slice(0, LIMITS.promptLength),
      negative: shared.negative.slice(0, LIMITS.promptLength),
    };
    return shared.copyWith(await this.checkText.maskPrompts(texts, `masked:${roomId}`));
  }

  /** Sends the document to the room's visitors on this node, soon. */
  touch(roomId: string): void {
    if (this.broadcast.hasLocalListeners(visitorsOf(roomChannel(roomId)))) this.throttle.touch(roomId);
  }

  private async send(roomId: string): Promise<void> {
    try {
      const document = await this.of(roomId);
      const channels = [visitorsOf(roomChannel(roomId))];
      this.broadcast.toChannelsLocally(channels, 'jam.maskedDocumentChanged', { roomId, document });
    } catch (error) {
      // The next edit sends it.
      this.logger.warn('A document could not be masked', error instanceof Error ? error : new Error(String(error)));
    }
  }
}
