import { Injectable } from '@nestjs/common';
import {
  ImportTake,
  TakesService,
  type Model,
  type RenderedImage,
  type RenderJob,
  type RenderRecord,
  type Take,
  type TakeSettings,
} from '@visionary/generation';
import { Clock } from '@visionary/kernel';
import { SCENES, type SeedScene } from '../../domain/seed/seed-data.js';
import { sampleId } from './sample-ids.js';
import type { SeedLora } from './sample-models.js';
import { LogImportedTake } from './log-imported-take.js';

/** Makes an image. `start` is the PNG that `job.init` names. */
export type RenderSample = (
  job: RenderJob,
  start: Uint8Array | undefined,
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

/** What happens in the rooms: each scene is rendered once, the same on every instance. */
@Injectable()
export class SampleTakes {
  constructor(
    private readonly takes: TakesService,
    private readonly adopt: ImportTake,
    private readonly settle: LogImportedTake,
    private readonly clock: Clock,
  ) {}

  /** @param n counts on beyond the scenes: then with other seeds */
  async run(n: number, stage: SeedContext): Promise<Take> {
    const id = takeIdOf(n);
    const there = await this.takes.find(id);
    if (there) return there;
    const scene = sceneOf(n);
    const from = scene.from === undefined ? undefined : await this.run(n - (n % SCENES.length) + scene.from, stage);
    const { settings, job, start } = await this.order(n, stage, from);
    const { images, record } = await stage.render(job, start);
    const [roomId, authorId] = [stage.roomIds[scene.room], stage.users[scene.by]?.id];
    if (roomId === undefined || authorId === undefined) throw new Error(`scene ${n} has no place`);
    const writerIds = (scene.with ?? []).flatMap((by) => stage.users[by]?.id ?? []);
    const take = {
      ...{ id, roomId, authorId, writerIds, prompt: scene.prompt, negative: '', settings, record },
      ...(from && { origin: { takeId: from.id } }),
      steers: this.steersOf(n, scene, stage.users),
    };
    return this.adopt.hold(images, (kept) => this.settle.run({ ...take, images: kept }));
  }

  private async order(n: number, { model, loras }: SeedContext, from: Take | undefined) {
    const { prompt, steer, lora: wanted } = sceneOf(n);
    const lora = loras.find(({ id }) => id === wanted);
    const { loras: _loras, init: _init, ...recommended } = model.recommended;
    const [first] = from?.images ?? [];
    const start = first && model.takesImages ? await this.adopt.read(first) : null;
    const settings: TakeSettings = {
      ...recommended,
      ...{ model: model.id, seed: FIRST_SEED + n, batch: 1 },
      ...(lora && { loras: [{ id: lora.id, weight: 1 }] }),
      ...(from && start && { init: { image: { takeId: from.id, index: 0 }, strength: STRENGTH } }),
    };
    const { scheduler, steps, guidance, width, height, seed, batch } = settings;
    const job: RenderJob = {
      ...{ prompt, negative: '', scheduler, steps, guidance, width, height, seed, batch },
      ...(lora && { loras: [{ id: lora.id, weight: 1, sha256: lora.hash }] }),
      ...(first && start && { init: { sha256: first.sha256, strength: STRENGTH } }),
      ...(steer && { promptChanges: [{ image: 0, step: steer.step, prompt: steer.prompt, negative: '' }] }),
    };
    return { settings, job, start: start ?? undefined };
  }

  private steersOf(n: number, { steer }: SeedScene, users: SeedContext['users']) {
    const byId = steer && users[steer.by]?.id;
    if (!steer || byId === undefined) return [];
    const { prompt, step } = steer;
    return [{ id: sampleId(`steer ${n}`), byId, prompt, negative: '', image: 0, step, at: this.clock.now() }];
  }
}

export const sceneOf = (n: number): SeedScene => SCENES[n % SCENES.length] as SeedScene;
const takeIdOf = (n: number): string => sampleId(`take ${n}`);
