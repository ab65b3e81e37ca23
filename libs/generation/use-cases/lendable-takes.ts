import { Injectable } from '@nestjs/common';
import { SensitiveContentPreferences } from '@visionary/accounts';
import { BUILT_IN_MODEL, type ImageRef, requestedAdditions } from '@visionary/contract';
import { canDownload } from '@visionary/hub';
import { Config } from '@visionary/platform/config';
import { LRUCache } from 'lru-cache';
import { type HubVersionRef, isOfHub } from '../domain/hub-version-ref.js';
import { effectiveRating } from '../domain/image-rating.js';
import { PublishedModels } from '../domain/published-models.js';
import type { Take } from '../domain/take.js';
import { SqlTakeQueue } from '../storage/sql-take-queue.js';
import { SqlTakes } from '../storage/sql-takes.js';
import { type JobFileRef, TakeInputs } from './take-inputs.js';

/** Files that a renderer reads for a take. */
export interface NeededFiles {
  /** Undefined for an upscale, which needs none. */
  readonly model: string | undefined;
  readonly additions: readonly JobFileRef[];
}

interface TakeNeeds extends NeededFiles {
  /** Images of takes that it starts from. */
  readonly images: readonly TakeImageRef[];
}

type TakeImageRef = Extract<ImageRef, { takeId: string }>;
type FileRef = { readonly kind: 'model' | JobFileRef['kind']; readonly id: string };
/** `unknown`: it was deleted, so that the take fails on any renderer. */
type Permission = 'granted' | 'denied' | 'unknown';

const MAX_KEPT_NEEDS = 20_000;

/**
 * Which takes and files a user's own computer may have: of the hub what the user may download, and nothing rated if the user hides
 * rated content. What lies in MODELS_DIR has no publisher who could allow it, so the operator does.
 */
@Injectable()
export class LendableTakes {
  /** By take. They never change. */
  private readonly needs = new LRUCache<string, TakeNeeds>({ max: MAX_KEPT_NEEDS });

  constructor(
    private readonly takes: SqlTakes,
    private readonly takeQueue: SqlTakeQueue,
    private readonly inputs: TakeInputs,
    private readonly publishedModels: PublishedModels,
    private readonly preferences: SensitiveContentPreferences,
    private readonly config: Config,
  ) {}

  /** @returns those of the waiting takes that the user's computer may have, as far as their files and images are concerned */
  async among(takeIds: readonly string[], userId: string): Promise<ReadonlySet<string>> {
    const hidesRated = await this.preferences.hidesSensitiveContent(userId);
    const permissions = new Permissions((file) => this.permissionFor(file, userId, hidesRated));
    const allowed = new Map<string, TakeNeeds>();
    for (const [id, needs] of await this.needsOf(takeIds)) {
      if (!(await permissions.of(needs)).includes('denied')) allowed.set(id, needs);
    }
    return hidesRated ? this.withoutRatedImages(allowed) : new Set(allowed.keys());
  }

  /** Whether the user's computer may read all these files. */
  async mayRead(files: NeededFiles, userId: string): Promise<boolean> {
    const hidesRated = await this.preferences.hidesSensitiveContent(userId);
    const permissions = new Permissions((file) => this.permissionFor(file, userId, hidesRated));
    return (await permissions.of(files)).every((permission) => permission === 'granted');
  }

  private async permissionFor(file: FileRef, userId: string, hidesRated: boolean): Promise<Permission> {
    if (!isOfHub(file.id)) return this.config.lendsLocalModels || file.id === BUILT_IN_MODEL ? 'granted' : 'denied';
    const version = (await this.published(file.kind)).find(({ id }) => id === file.id)?.hub;
    if (!version) return 'unknown';
    const isHidden = hidesRated && version.contentRating !== 'everyone';
    const state = version.isQuarantined ? 'quarantined' : 'published';
    return !isHidden && canDownload(userId, state, version) ? 'granted' : 'denied';
  }

  private published(kind: FileRef['kind']): Promise<readonly { readonly id: string; readonly hub?: HubVersionRef }[]> {
    if (kind === 'model') return this.publishedModels.models();
    return kind === 'lora' ? this.publishedModels.loras() : this.publishedModels.additions(kind);
  }

  private async needsOf(takeIds: readonly string[]): Promise<(readonly [string, TakeNeeds])[]> {
    const unknown = takeIds.filter((id) => !this.needs.has(id));
    const found = new Map<string, TakeNeeds>();
    for (const request of await this.takeQueue.requests(unknown)) {
      const needs = this.read(request);
      found.set(request.id, needs);
      this.needs.set(request.id, needs);
    }
    return takeIds.flatMap((id) => {
      const needs = found.get(id) ?? this.needs.get(id);
      return needs ? [[id, needs] as const] : [];
    });
  }

  private read({ prompt, settings }: Pick<Take, 'prompt' | 'settings'>): TakeNeeds {
    const { model, init, controls = [], upscale } = settings;
    const images = [init?.image, ...controls.map(({ image }) => image), upscale?.image].filter(isOfTake);
    if (upscale) return { model: undefined, additions: requestedAdditions({ upscale }), images };
    const loras = this.inputs.requestedLoras(prompt, settings.loras).map(({ id }) => ({ kind: 'lora' as const, id }));
    return { model, additions: [...loras, ...requestedAdditions(settings)], images };
  }

  private async withoutRatedImages(takes: ReadonlyMap<string, TakeNeeds>): Promise<ReadonlySet<string>> {
    const sourceIds = new Set([...takes.values()].flatMap(({ images }) => images.map(({ takeId }) => takeId)));
    const sources = new Map((await this.takes.byIds([...sourceIds])).map((take) => [take.id, take]));
    const isRated = ({ takeId, index }: TakeImageRef): boolean => {
      const image = sources.get(takeId)?.images[index];
      return image !== undefined && effectiveRating(image) !== undefined;
    };
    return new Set([...takes].filter(([, { images }]) => !images.some(isRated)).map(([id]) => id));
  }
}

/** Permissions that are decided once for many takes. */
class Permissions {
  private readonly decided = new Map<string, Promise<Permission>>();

  constructor(private readonly decide: (file: FileRef) => Promise<Permission>) {}

  of({ model, additions }: NeededFiles): Promise<Permission[]> {
    const files = [...(model === undefined ? [] : [{ kind: 'model' as const, id: model }]), ...additions];
    return Promise.all(files.map((file) => this.decideOnce(file)));
  }

  private decideOnce(file: FileRef): Promise<Permission> {
    const key = `${file.kind}:${file.id}`;
    const decided = this.decided.get(key) ?? this.decide(file);
    this.decided.set(key, decided);
    return decided;
  }
}

const isOfTake = (image: ImageRef | undefined): image is TakeImageRef => image !== undefined && 'takeId' in image;
