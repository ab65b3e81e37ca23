import { Injectable } from '@nestjs/common';
import type { PreviewView } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { Broadcast, roomChannel, Throttle } from '@visionary/platform/realtime';
import { LatestFrames } from '../../domain/latest-frames.js';
import type { AttemptProgress, RenderAttempt } from '../../domain/renderers.js';
import { isSystemTake } from '../../domain/take.js';
import { FrameAudience, takesChannel } from './frame-audience.js';

type DownloadProgress = NonNullable<Extract<AttemptProgress, { type: 'loading' }>['fetching']>;

const LOBBY_INTERVAL_MS = 500;
/**
 * Pause after a frame, per socket. Sending to one socket takes about 20 µs, so frames use at most a tenth of a core: two hundred
 * sockets still get twenty-five frames a second.
 */
const PAUSE_MS_PER_SOCKET = 0.2;

/** Sends steps and frames to the viewers on this node: the room, the author's own pages, and twice a second the lobby. */
@Injectable()
export class FrameStream {
  private readonly lobbySentAtMs = new Map<string, number>();
  private readonly throttle = new Throttle<PreviewView>(
    (roomId) => this.broadcast.sizeHere(roomId) * PAUSE_MS_PER_SOCKET,
    (roomId, frame) => this.broadcast.dropToRoomHere(roomId, 'generation.previewFrame', frame),
  );

  constructor(
    private readonly latest: LatestFrames,
    private readonly broadcast: Broadcast,
    private readonly audience: FrameAudience,
    private readonly clock: Clock,
  ) {}

  /** Sends the encoded frame as it is, and caches it for users who join later. */
  send(frame: PreviewView, authorId: string): void {
    this.latest.record(frame, this.clock.now());
    this.throttle.touch(frame.roomId, frame);
    this.broadcast.dropHere(takesChannel(authorId), 'generation.previewFrame', frame);
    // No newer frame follows the last step.
    if (frame.imageIndex === frame.images - 1 && frame.step === frame.steps) this.throttle.flush(frame.roomId);
    if (this.isLobbyDue(frame)) void this.sendToLobby(frame);
  }

  /** Progress of a model download before the first step. Not cached. */
  sendDownloadProgress(attempt: RenderAttempt, { bytes, of }: DownloadProgress): void {
    if (isSystemTake(attempt)) return;
    const { roomId, takeId, authorId } = attempt;
    const progress = { roomId, takeId, bytes, of };
    // The last message must arrive, or clients would show the download forever.
    if (bytes === of) {
      return this.broadcast.toHere(
        [roomChannel(roomId), takesChannel(authorId)],
        'generation.downloadProgress',
        progress,
      );
    }
    this.broadcast.dropToRoomHere(roomId, 'generation.downloadProgress', progress);
    this.broadcast.dropHere(takesChannel(authorId), 'generation.downloadProgress', progress);
  }

  private isLobbyDue({ roomId, frame }: PreviewView): boolean {
    if (!frame || !this.broadcast.lobbyHere) return false;
    const now = performance.now();
    if (now - (this.lobbySentAtMs.get(roomId) ?? -Infinity) < LOBBY_INTERVAL_MS) return false;
    for (const [room, at] of this.lobbySentAtMs) if (now - at > LOBBY_INTERVAL_MS) this.lobbySentAtMs.delete(room);
    this.lobbySentAtMs.set(roomId, now);
    return true;
  }

  private async sendToLobby(frame: PreviewView): Promise<void> {
    if (await this.audience.isPublic(frame.roomId)) this.broadcast.toLobbyHere('lobby.previewFrame', frame);
  }
}
