import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { ADDITION_KINDS, type AdditionKind } from '@visionary/contract';
import { type PublishedVersion, PublishedVersions, Versions } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { LRUCache } from 'lru-cache';
import { PublishedModels } from '../../domain/published-models.js';
import type { Addition } from '../../domain/additions.js';
import type { HubVersionRef } from '../../domain/hub-version-ref.js';
import type { Lora } from '../../domain/loras.js';
import type { Manifest } from '../../domain/manifest.js';
import type { Model } from '../../domain/model.js';
import { parseRenderMetadata, type RenderMetadata } from '../../domain/render-metadata.js';
import { toAddition, toLora, toModel } from './published-model-mapper.js';
import { PublishedModelCache } from './published-model-cache.js';

const MAX_MANIFESTS = 200;
const METADATA_BATCH_SIZE = 20;

/** Models and LoRAs of the hub, from its tables. Their files are not on the server. */
@Injectable()
export class HubPublishedModels extends PublishedModels {
  private readonly modelCache: PublishedModelCache<Model>;
  private readonly loraCache: PublishedModelCache<Lora>;
  private readonly additionCaches: ReadonlyMap<AdditionKind, PublishedModelCache<Addition>>;
  /** Versions never change. */
  private readonly manifests = new LRUCache<string, Manifest>({ max: MAX_MANIFESTS });
  private revision: number | undefined;

  constructor(
    private readonly publishedVersions: PublishedVersions,
    private readonly versions: Versions,
    private readonly users: Users,
    unitOfWork: UnitOfWork,
  ) {
    super();
    const isInTransaction = () => unitOfWork.isRunning;
    this.modelCache = new PublishedModelCache(
      publishedVersions,
      'model',
      (found) => this.toModels(found),
      isInTransaction,
    );
    this.loraCache = new PublishedModelCache(
      publishedVersions,
      'lora',
      (found) => this.toLoras(found),
      isInTransaction,
    );
    this.additionCaches = new Map(
      ADDITION_KINDS.map((kind) => [
        kind,
        new PublishedModelCache(publishedVersions, kind, (found) => this.toAdditions(found), isInTransaction),
      ]),
    );
  }

  /** Invalidates all lists. */
  drop(): void {
    this.modelCache.drop();
    this.loraCache.drop();
    for (const cache of this.additionCaches.values()) cache.drop();
    this.manifests.clear();
  }

  /**
   * Invalidates all lists if the revision in the database changed since the last call.
   * @returns the number of changes
   */
  async compare(): Promise<number> {
    const now = await this.publishedVersions.revision();
    const changes = now - (this.revision ?? now);
    if (now !== this.revision) this.drop();
    this.revision = now;
    return changes;
  }

  models(): Promise<readonly Model[]> {
    return this.modelCache.list();
  }

  loras(): Promise<readonly Lora[]> {
    return this.loraCache.list();
  }

  additions(kind: AdditionKind): Promise<readonly Addition[]> {
    return this.additionCaches.get(kind)!.list();
  }

  async manifest({ versionId, hash }: HubVersionRef): Promise<Manifest | null> {
    const cached = this.manifests.get(versionId);
    if (cached) return cached;
    const storedFiles = await this.versions.filesOf(versionId);
    if (storedFiles.length === 0) return null;
    const manifest = { hash, files: storedFiles.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })) };
    this.manifests.set(versionId, manifest);
    return manifest;
  }

  async metadata(refs: readonly HubVersionRef[]): Promise<ReadonlyMap<string, RenderMetadata>> {
    const metadataById = new Map<string, RenderMetadata>();
    for (const [id, json] of await this.publishedVersions.renderFacts(refs.map(({ versionId }) => versionId))) {
      const metadata = parseRenderMetadata(json);
      if (metadata) metadataById.set(id, metadata);
    }
    return metadataById;
  }

  async weightsHash({ versionId }: HubVersionRef): Promise<string | null> {
    const [file] = await this.versions.filesOf(versionId);
    return file?.weightsHash ?? null;
  }

  private async toModels(versions: readonly PublishedVersion[]): Promise<Model[]> {
    const creators = await this.creatorsOf(versions);
    const models: Model[] = [];
    for (let start = 0; start < versions.length; start += METADATA_BATCH_SIZE) {
      const batch = versions.slice(start, start + METADATA_BATCH_SIZE);
      const metadata = await this.publishedVersions.renderFacts(batch.map(({ versionId }) => versionId));
      models.push(
        ...batch.map((version) => toModel(version, metadata.get(version.versionId) ?? null, creators(version))),
      );
    }
    return models;
  }

  private async toLoras(versions: readonly PublishedVersion[]): Promise<Lora[]> {
    const creators = await this.creatorsOf(versions);
    return versions.map((version) => toLora(version, creators(version)));
  }

  private async toAdditions(versions: readonly PublishedVersion[]): Promise<Addition[]> {
    const creators = await this.creatorsOf(versions);
    return versions.flatMap((version) => toAddition(version, creators(version)) ?? []);
  }

  private async creatorsOf(versions: readonly PublishedVersion[]): Promise<(version: PublishedVersion) => string> {
    const users = await this.users.byIds(versions.map(({ creatorId }) => creatorId));
    return ({ creatorId }) => users.get(creatorId)?.name ?? '';
  }
}
