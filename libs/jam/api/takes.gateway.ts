import { Injectable } from '@nestjs/common';
import { type CommandReply, LIMITS, type UserView } from '@visionary/contract';
import {
  EstimateModelLoad,
  TakeCommandsService,
  TakePresenter,
  TakesService,
  TokenCounter,
} from '@visionary/generation';
import { Rejection, RoomAccess } from '@visionary/kernel';
import { type Call, Command } from '@visionary/platform/realtime';
import { viewOfEvent } from '@visionary/rooms';
import { PinnedTakesService } from '../use-cases/pinned-takes.service.js';
import { RoomPaceService } from '../use-cases/room-pace.service.js';
import { RoomTakesService } from '../use-cases/room-takes.service.js';
import { LiveDocuments } from './live-documents.js';

/** Commands about the takes of a room. */
@Injectable()
export class TakesGateway {
  constructor(
    private readonly roomTakes: RoomTakesService,
    private readonly pinnedTakes: PinnedTakesService,
    private readonly pace: RoomPaceService,
    private readonly documents: LiveDocuments,
    private readonly takes: TakesService,
    private readonly takeCommands: TakeCommandsService,
    private readonly presenter: TakePresenter,
    private readonly tokens: TokenCounter,
    private readonly estimateModelLoad: EstimateModelLoad,
    private readonly access: RoomAccess,
  ) {}

  /** Renders the prompt that the user saw. The document only supplies who wrote it. */
  @Command('jam.render')
  async render({ payload, user }: Call<'jam.render'>): Promise<CommandReply<'jam.render'>> {
    const { id: authorId } = user as UserView;
    const { writerIds, spans } = await this.documents.authorsOf(payload.roomId, payload, authorId);
    const authorship = spans.length > 0 ? spans : undefined;
    const event = await this.roomTakes.render({ ...payload, authorId, writerIds, authorship });
    return { event: viewOfEvent(event) };
  }

  @Command('jam.repeat')
  async repeat({ payload, user }: Call<'jam.repeat'>): Promise<CommandReply<'jam.repeat'>> {
    return { event: viewOfEvent(await this.roomTakes.repeat((user as UserView).id, payload)) };
  }

  @Command('jam.upscale')
  async upscale({ payload, user }: Call<'jam.upscale'>): Promise<CommandReply<'jam.upscale'>> {
    return { event: viewOfEvent(await this.roomTakes.upscale((user as UserView).id, payload)) };
  }

  @Command('jam.cancel')
  async cancel({ payload, user }: Call<'jam.cancel'>): Promise<CommandReply<'jam.cancel'>> {
    await this.takeCommands.cancel({ ...payload, ...(await this.actorIn(payload.roomId, user)) });
    return {};
  }

  @Command('jam.stop')
  async stop({ payload, user }: Call<'jam.stop'>): Promise<CommandReply<'jam.stop'>> {
    await this.takeCommands.stop({ ...payload, ...(await this.actorIn(payload.roomId, user)) });
    return {};
  }

  /** Every editor can steer, because all editors share the prompt. */
  @Command('jam.steer')
  async steer({ payload, user }: Call<'jam.steer'>): Promise<CommandReply<'jam.steer'>> {
    const { id: byId } = user as UserView;
    await this.takeCommands.steer({ ...payload, byId });
    return {};
  }

  @Command('jam.pin')
  async pin({ payload, user }: Call<'jam.pin'>): Promise<CommandReply<'jam.pin'>> {
    return { event: viewOfEvent(await this.pinnedTakes.pin({ ...payload, userId: (user as UserView).id })) };
  }

  @Command('jam.setPace')
  async setPace({ payload, user }: Call<'jam.setPace'>): Promise<CommandReply<'jam.setPace'>> {
    return { event: viewOfEvent(await this.pace.set({ ...payload, userId: (user as UserView).id })) };
  }

  @Command('jam.listTakesBefore')
  async older({ payload }: Call<'jam.listTakesBefore'>): Promise<CommandReply<'jam.listTakesBefore'>> {
    const { takes, more } = await this.takes.page(payload.roomId, payload.beforeNumber, LIMITS.takesPerPage);
    return { takes: await this.presenter.many(takes), more };
  }

  /** @throws Rejection GENERATION_TAKE_NOT_FOUND, also for a take of another room */
  @Command('jam.getTake')
  async take({ payload: { roomId, takeId } }: Call<'jam.getTake'>): Promise<CommandReply<'jam.getTake'>> {
    const take = await this.takes.find(takeId);
    if (take?.roomId !== roomId) throw new Rejection('GENERATION_TAKE_NOT_FOUND');
    return { take: await this.presenter.one(take) };
  }

  @Command('jam.countTokens')
  async countTokens({ payload }: Call<'jam.countTokens'>): Promise<CommandReply<'jam.countTokens'>> {
    const { model, texts, embeddings } = payload;
    return { counts: await this.tokens.count(model, texts, embeddings) };
  }

  /** How long loading a model takes, and which models it evicts. */
  @Command('jam.estimateLoad')
  async estimateLoad({ payload }: Call<'jam.estimateLoad'>): Promise<CommandReply<'jam.estimateLoad'>> {
    const { model, loras = [], vae } = payload;
    const { inMemory, loadMs, evicts } = await this.estimateModelLoad.run(model, loras, vae);
    return { inMemory, evicts: [...evicts], ...(loadMs !== undefined && { loadMs: Math.round(loadMs) }) };
  }

  private async actorIn(roomId: string, user: UserView | null): Promise<{ byId: string; canCancelAny: boolean }> {
    const { id: byId } = user as UserView;
    return { byId, canCancelAny: (await this.access.roleOf(byId, roomId)) === 'owner' };
  }
}
