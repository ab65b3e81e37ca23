import { Injectable } from '@nestjs/common';
import { Rejection } from '@visionary/kernel';
import { mergeLoras } from '../domain/loras.js';
import { RenderTimings } from '../domain/render-timings.js';
import { modelMemoryKey } from '../domain/memory-key.js';
import { ModelCatalog } from '../domain/model.js';
import { preferredRenderer } from '../domain/renderer-caches.js';
import { Renderers } from '../domain/renderers.js';
import type { TakeLora } from '../domain/take.js';
import { FindManifests } from './find-manifests.js';
import { ReadQuarantine } from './read-quarantine.js';

/** What it takes to render with a model now. */
export interface Forecast {
  readonly inMemory: boolean;
  /** As measured; undefined while nobody has ever loaded it. */
  readonly loadMs: number | undefined;
  /** Ids of the models that leave memory for it. */
  readonly evicts: readonly string[];
}

/** Everybody in a room asks at the same moment. */
const FRESH_MS = 2_000;
const REMEMBERED = 200;

/** Foretells loading and evictions as the renderer would do them that the line would choose. */
@Injectable()
export class EstimateModelLoad {
  private readonly known = new Map<string, { readonly forecast: Promise<Forecast>; readonly atMs: number }>();

  constructor(
    private readonly renderers: Renderers,
    private readonly models: ModelCatalog,
    private readonly quarantine: ReadQuarantine,
    private readonly renderTimings: RenderTimings,
    private readonly manifests: FindManifests,
  ) {
    // What was said before a take loaded or ended holds no more.
    this.renderers.onChange(() => this.known.clear());
  }

  /**
   * @param wanted as settings name them: one that is named twice is one
   * @throws Rejection GENERATION_MODEL_NOT_FOUND, GENERATION_LORA_NOT_FOUND, GENERATION_MODEL_QUARANTINED, GENERATION_RENDERER_UNAVAILABLE
   */
  run(model: string, wanted: readonly TakeLora[]): Promise<Forecast> {
    const loras = mergeLoras(wanted, []);
    const key = modelMemoryKey(model, loras);
    const known = this.known.get(key);
    if (known && performance.now() - known.atMs < FRESH_MS) return known.forecast;
    const forecast = this.ask(model, loras, key);
    this.known.delete(key);
    this.known.set(key, { forecast, atMs: performance.now() });
    const [oldest] = this.known.keys();
    if (this.known.size > REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    // A refusal holds for whoever asked.
    forecast.catch(() => this.known.delete(key));
    return forecast;
  }

  private async ask(model: string, loras: readonly TakeLora[], key: string): Promise<Forecast> {
    const known = await this.models.find(model);
    if (!known) throw new Rejection('GENERATION_MODEL_NOT_FOUND', { model });
    const manifests = await this.manifests.of(
      known,
      loras.map(({ id }) => id),
    );
    if (await this.quarantine.of(model)) throw new Rejection('GENERATION_MODEL_QUARANTINED', { model });
    const renderer = preferredRenderer(key, this.renderers.list());
    const question = { type: 'forecast', model, loras, ...(manifests && { manifests }) } as const;
    const answer = renderer && (await this.renderers.request(renderer.id, question));
    if (answer?.type !== 'forecast') throw new Rejection('GENERATION_RENDERER_UNAVAILABLE');
    return {
      inMemory: answer.inMemory,
      loadMs: answer.loadMs ?? this.renderTimings.loads.loadMs(key),
      evicts: await this.named(answer.evicts),
    };
  }

  /** Folders of a renderer's own machine: those of the hub are called by what is in them there. */
  private async named(dirs: readonly string[]): Promise<string[]> {
    const models = await this.models.list();
    const names = dirs.map(folderName).map((name) => models.find(({ hub }) => hub?.hash === name)?.id ?? name);
    return [...new Set(names)];
  }
}

const folderName = (dir: string): string => dir.split(/[/\\]/).findLast(Boolean) ?? dir;
