import { BlobStore } from '@visionary/platform/blobs';
import type { Settings } from '@visionary/contract';
import { Injectable } from '@nestjs/common';
import {
  ImportTake,
  type Model,
  type RenderedImage,
  type RenderedTake,
  type RenderJob,
  type RenderRecord,
  type Take,
  TakeFinished,
  TakePresenter,
  TakesService,
} from '@visionary/generation';
import { Clock, UnitOfWork } from '@visionary/kernel';
import { RoomLog } from '@visionary/rooms';
import { SCENES, type SeedScene } from '../../domain/seed/seed-data.js';
import { seedId } from './seed-ids.js';
import type { SeedLora } from './seed-models.js';

/** Renders an image. @param initImage the PNG that `job.init` names */
export type RenderSample = (
  job: RenderJob,
  initImage: Uint8Array | undefined,
) => Promise<{ readonly images: readonly RenderedImage[]; readonly record: RenderRecord }>;

export interface SeedContext {
  readonly users: readonly { readonly id: string }[];
  readonly roomIds: readonly string[];
  readonly model: Model;
  readonly loras: readonly SeedLora[];
  readonly render: RenderSample;
}

const STRENGTH = 0.7;
const FIRST_SEED = 20_260;

/** Seeds takes: each scene is rendered once, identically on every instance. */
@Injectable()
export class SeedTakes {
  constructor(
    private readonly takes: TakesService,
    private readonly importTake: ImportTake,
    private readonly blobs: BlobStore,
    private readonly presenter: TakePresenter,
    private readonly roomLog: RoomLog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param n beyond the number of scenes, scenes repeat with other seeds */
  async run(n: number, context: SeedContext): Promise<Take> {
    const id = seedId(`take ${n}`);
    const existing = await this.takes.find(id);
    if (existing) return existing;
    const scene = sceneOf(n);
    const origin = scene.from === undefined ? undefined : await this.run(n - (n % SCENES.length) + scene.from, context);
    const { settings, job, initImage } = await this.jobOf(n, context, origin);
    const { images, record } = await context.render(job, initImage);
    const [roomId, authorId] = [context.roomIds[scene.room], context.users[scene.by]?.id];
    if (roomId === undefined || authorId === undefined) throw new Error(`Scene ${n} has no room or author`);
    const take = {
      id,
      roomId,
      authorId,
      writerIds: [authorId, ...(scene.with ?? []).flatMap((by) => context.users[by]?.id ?? [])],
      prompt: scene.prompt,
      negative: '',
      settings,
      record,
      ...(origin && { origin: { takeId: origin.id } }),
      steers: this.steersOf(n, scene, context.users),
    };
    return this.importTake.withStoredImages(images, (stored) => this.log({ ...take, images: stored }));
  }

  private async jobOf(n: number, { model, loras }: SeedContext, origin: Take | undefined) {
    const { prompt, steer, lora: loraId, shape } = sceneOf(n);
    const lora = loras.find(({ id }) => id === loraId);
    const { loras: _loras, init: _init, ...recommended } = model.recommended;
    const [first] = origin?.images ?? [];
    const initImage = first && model.supportsImg2img ? await this.blobs.read(first.sha256) : null;
    const settings: Settings = {
      ...recommended,
      width: recommended.width * (shape === 'wide' ? 1.5 : 1),
      height: recommended.height * (shape === 'tall' ? 1.5 : 1),
      model: model.id,
      seed: FIRST_SEED + n,
      batch: 1,
      ...(lora && { loras: [{ id: lora.id, weight: 1 }] }),
      ...(origin && initImage && { init: { image: { takeId: origin.id, index: 0 }, strength: STRENGTH } }),
    };
    const { scheduler, steps, guidance, width, height, seed, batch } = settings;
    const job: RenderJob = {
      prompt,
      negative: '',
      scheduler,
      steps,
      guidance,
      width,
      height,
      seed,
      batch,
      ...(lora && { loras: [{ id: lora.id, weight: 1, sha256: lora.hash }] }),
      ...(first && initImage && { init: { sha256: first.sha256, strength: STRENGTH } }),
      ...(steer && { promptChanges: [{ image: 0, step: steer.step, prompt: steer.prompt, negative: '' }] }),
    };
    return { settings, job, initImage: initImage ?? undefined };
  }

  private steersOf(n: number, { steer }: SeedScene, users: SeedContext['users']) {
    const byId = steer && users[steer.by]?.id;
    if (!steer || byId === undefined) return [];
    const { prompt, step } = steer;
    return [{ id: seedId(`steer ${n}`), byId, prompt, negative: '', image: 0, step, at: this.clock.now() }];
  }

  /** Imports a take into its room as queued and finished in one transaction. The listener of TakeFinished logs its end. */
  private log(rendered: RenderedTake): Promise<Take> {
    return this.unitOfWork.run(async () => {
      const take = await this.importTake.run(rendered);
      const view = await this.presenter.one({ ...take, ...UNFINISHED });
      const { seq } = await this.roomLog.append({
        roomId: take.roomId,
        type: 'generation.queued',
        actorId: take.authorId,
        payload: (event) => ({ take: { ...view, seq: event.seq } }),
      });
      await this.takes.linkToEvent(take.id, seq);
      this.unitOfWork.publish(new TakeFinished({ ...take, seq }));
      return { ...take, seq };
    });
  }
}

/** The state of a queued take. */
const UNFINISHED = {
  status: 'queued',
  images: [],
  startedAt: null,
  endedAt: null,
  renderMs: null,
  modelHash: null,
  steers: [],
} as const satisfies Partial<Take>;

export const sceneOf = (n: number): SeedScene => SCENES[n % SCENES.length] as SeedScene;
