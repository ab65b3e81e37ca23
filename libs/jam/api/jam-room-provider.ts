import { Injectable, type OnModuleInit } from '@nestjs/common';
import { LIMITS } from '@visionary/contract';
import {
  LatestFrames,
  presentThumbnail,
  QueueBroadcaster,
  type Take,
  TakesService,
  TakePresenter,
} from '@visionary/generation';
import { Clock } from '@visionary/kernel';
import {
  type LobbyCardData,
  type RoomDataProvider,
  RoomDataProviders,
  type RoomLiveState,
  type RoomSnapshotData,
} from '@visionary/rooms';
import { PinnedTakesService } from '../use-cases/pinned-takes.service.js';
import { RoomPaceService } from '../use-cases/room-pace.service.js';
import { AwarenessRelay } from './awareness-relay.js';
import { LiveDocuments } from './live-documents.js';
import { MaskedDocuments } from './masked-documents.js';

/** Jam's part of a room snapshot (document, awareness, takes, queue) and of lobby cards (newest takes). */
@Injectable()
export class JamRoomProvider implements RoomDataProvider, OnModuleInit {
  constructor(
    private readonly providers: RoomDataProviders,
    private readonly documents: LiveDocuments,
    private readonly maskedDocuments: MaskedDocuments,
    private readonly awareness: AwarenessRelay,
    private readonly takes: TakesService,
    private readonly pinnedTakes: PinnedTakesService,
    private readonly pace: RoomPaceService,
    private readonly presenter: TakePresenter,
    private readonly frames: LatestFrames,
    private readonly queue: QueueBroadcaster,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.providers.add(this);
  }

  async snapshot(roomId: string): Promise<Partial<RoomSnapshotData>> {
    const { takes, more } = await this.takes.page(roomId, null, LIMITS.takesPerPage);
    const pinned = await this.pinnedTakes.of(roomId);
    const paceChanges = await this.pace.lastChanges(roomId);
    const views = await this.presenter.many([...pinned, ...takes]);
    return {
      takes: views.slice(pinned.length),
      moreTakes: more,
      pinnedTakes: views.slice(0, pinned.length),
      ...(paceChanges.length > 0 && { paceChanges }),
    };
  }

  async liveState(roomId: string, userId: string | null): Promise<Partial<RoomLiveState>> {
    const document = await this.documents.open(roomId);
    const ownClients = userId === null ? [] : document.clientsOf(userId);
    const masked = userId === null ? await this.maskedDocuments.of(roomId) : null;
    const queue = await this.queue.of(roomId, userId);
    const awareness = this.awareness.of(roomId);
    const publicPace = this.pace.ofPublicRooms;
    return {
      document: masked ?? document.shared.state,
      ...(masked && { isDocumentMasked: true as const }),
      ...(ownClients.length > 0 && { ownClients }),
      ...(awareness && { awareness }),
      ...queue,
      ...(publicPace > 0 && { publicPace }),
      frames: this.frames.ofRoom(roomId, this.clock.now()),
    };
  }

  async lobbyCards(roomIds: readonly string[]): Promise<ReadonlyMap<string, Partial<LobbyCardData>>> {
    const newest = await this.takes.newest(roomIds);
    return new Map([...newest].map(([roomId, takes]) => [roomId, this.cardOf(takes)]));
  }

  private cardOf({ rendering, finished }: { rendering?: Take; finished?: Take }): Partial<LobbyCardData> {
    const lastImage = finished && presentThumbnail(finished.id, finished.images);
    // Without an image that everyone may see, its prompt stays unsaid, too.
    const shown = rendering ?? (lastImage ? finished : undefined);
    return {
      ...(shown && { prompt: [...shown.prompt].slice(0, LIMITS.cardPromptLength).join('') }),
      ...(rendering && { rendering: this.progressOf(rendering) }),
      ...(lastImage && { lastImage }),
      ...(finished && { lastTakeAt: finished.endedAt }),
    };
  }

  private progressOf({ id, settings }: Take): NonNullable<LobbyCardData['rendering']> {
    return { takeId: id, step: this.frames.finishedStepsOf(id), steps: settings.steps };
  }
}
