import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { PreviewView } from '@visionary/contract';
import { Clock } from '@visionary/kernel';
import { Bus } from '@visionary/platform/bus';
import { Broadcast } from '@visionary/platform/realtime';
import { NewestPreviews, type Preview } from '../../domain/newest-previews.js';
import { Audience } from './audience.js';

const TOPIC = 'generation.preview';
const LOBBY_EVERY_MS = 500;

interface News {
  readonly nodeId: string;
  readonly preview: Preview;
}

/** A step of a running take to everybody who looks: kept for late joiners, sent to the room, now and then to the lobby. */
@Injectable()
export class PreviewStream implements OnModuleInit {
  private readonly inLobbyAtMs = new Map<string, number>();

  constructor(
    private readonly newest: NewestPreviews,
    private readonly broadcast: Broadcast,
    private readonly audience: Audience,
    private readonly bus: Bus,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.bus.subscribe<News>(TOPIC, ({ nodeId, preview }) => {
      if (nodeId !== this.bus.nodeId) this.show(preview);
    });
  }

  /** From this node's renderer. The frame is neither copied nor encoded again here; other nodes get it once each. */
  publish(preview: Preview): void {
    this.show(preview);
    if (this.bus.status !== 'in-process') {
      this.bus.publish(TOPIC, { nodeId: this.bus.nodeId, preview } satisfies News);
    }
  }

  private show(preview: Preview): void {
    this.newest.keep(preview, this.clock.now());
    const view = preview as PreviewView;
    this.broadcast.dropToRoomHere(preview.roomId, 'generation.previewed', view);
    if (this.isDueInLobby(preview)) void this.toLobby(view);
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
    if (await this.audience.isPublic(view.roomId)) this.broadcast.toLobbyHere('lobby.previewed', view);
  }
}
