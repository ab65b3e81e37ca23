import { Injectable } from '@nestjs/common';
import type { PreviewView } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { Broadcast, roomChannel } from '@visionary/platform/realtime';
import { isSystemTake } from '../../domain/system-takes.js';
import { LatestPreviews, type Preview } from '../../domain/latest-previews.js';
import type { RenderAttempt, AttemptProgress } from '../../domain/renderers.js';
import { takesChannel } from '../mine/channels.js';
import { PreviewAudience } from './preview-audience.js';
import { FanOutThrottle } from './fan-out-throttle.js';

type Fetching = NonNullable<Extract<AttemptProgress, { type: 'loading' }>['fetching']>;

const LOBBY_EVERY_MS = 500;

/**
 * A step of a running take to everybody who looks here: kept for late joiners, sent to the room and to its author's own
 * takes, now and then to the lobby.
 */
@Injectable()
export class PreviewStream {
  private readonly inLobbyAtMs = new Map<string, number>();
  private readonly pace = new FanOutThrottle<PreviewView>(
    (roomId, view) => this.broadcast.dropToRoomHere(roomId, 'generation.previewFrame', view),
    (roomId) => this.broadcast.sizeHere(roomId),
  );

  constructor(
    private readonly newest: LatestPreviews,
    private readonly broadcast: Broadcast,
    private readonly previewAudience: PreviewAudience,
    private readonly clock: Clock,
  ) {}

  /** The frame is neither copied nor encoded again here. @param authorId whose own pages see it wherever they are */
  show(preview: Preview, authorId: string): void {
    this.newest.keep(preview, this.clock.now());
    const view = preview as PreviewView;
    this.pace.push(preview.roomId, view);
    this.broadcast.dropHere(takesChannel(authorId), 'generation.previewFrame', view);
    // Nothing newer comes of this take.
    if (preview.imageIndex === preview.images - 1 && preview.step === preview.steps) {
      this.pace.flush(preview.roomId);
    }
    if (this.isDueInLobby(preview)) void this.toLobby(view);
  }

  /** Files of its model are on their way to its renderer. Nothing is kept: who comes later hears the next one. */
  fetching(turn: RenderAttempt, { bytes, of }: Fetching): void {
    if (isSystemTake(turn)) return;
    const { roomId, takeId, authorId } = turn;
    const view = { roomId, takeId, bytes, of };
    // What is said last must arrive: a page would go on saying that something is fetched.
    if (bytes === of) {
      return this.broadcast.toHere([roomChannel(roomId), takesChannel(authorId)], 'generation.downloadProgress', view);
    }
    this.broadcast.dropToRoomHere(roomId, 'generation.downloadProgress', view);
    this.broadcast.dropHere(takesChannel(authorId), 'generation.downloadProgress', view);
  }

  private isDueInLobby({ roomId, frame }: Preview): boolean {
    if (!frame || !this.broadcast.lobbyHere) return false;
    const now = performance.now();
    if (now - (this.inLobbyAtMs.get(roomId) ?? -Infinity) < LOBBY_EVERY_MS) return false;
    for (const [known, at] of this.inLobbyAtMs) if (now - at > LOBBY_EVERY_MS) this.inLobbyAtMs.delete(known);
    this.inLobbyAtMs.set(roomId, now);
    return true;
  }

  private async toLobby(view: PreviewView): Promise<void> {
    if (await this.previewAudience.isPublic(view.roomId)) this.broadcast.toLobbyHere('lobby.previewFrame', view);
  }
}
