import { Injectable } from '@nestjs/common';
import { Users } from '@visionary/accounts';
import { type PublishedVersion, PublishedVersions, Versions } from '@visionary/hub';
import { UnitOfWork } from '@visionary/kernel';
import { LRUCache } from 'lru-cache';
import { PublishedModels } from '../../domain/published-models.js';
import type { HubVersionRef } from '../../domain/hub-version-ref.js';
import type { Lora } from '../../domain/loras.js';
import type { Manifest } from '../../domain/manifest.js';
import type { Model } from '../../domain/model.js';
import { parseRenderMetadata, type RenderMetadata } from '../../domain/render-metadata.js';
import { toLora, toModel } from './published-model-mapper.js';
import { PublishedModelCache } from './published-model-cache.js';

const MAX_MANIFESTS = 200;
const FACTS_BATCH_SIZE = 20;

/** Models and LoRAs of the hub, from its tables. Their files are not on the server. */
@Injectable()
export class HubPublishedModels extends PublishedModels {
  private readonly modelCache: PublishedModelCache<Model>;
  private readonly loraCache: PublishedModelCache<Lora>;
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
      (found) => this.makeModels(found),
      isInTransaction,
    );
    this.loraCache = new PublishedModelCache(
      publishedVersions,
      'lora',
      (found) => this.makeLoras(found),
      isInTransaction,
    );
  }

  /** Invalidates all lists. */
  drop(): void {
    this.modelCache.drop();
    this.loraCache.drop();
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

  async manifest({ versionId, hash }: HubVersionRef): Promise<Manifest | null> {
    const known = this.manifests.get(versionId);
    if (known) return known;
    const found = await this.versions.filesOf(versionId);
    if (found.length === 0) return null;
    const manifest = { hash, files: found.map(({ path, sha256, bytes }) => ({ path, sha256, bytes })) };
    this.manifests.set(versionId, manifest);
    return manifest;
  }

  async facts(refs: readonly HubVersionRef[]): Promise<ReadonlyMap<string, RenderMetadata>> {
    const all = new Map<string, RenderMetadata>();
    for (const [id, json] of await this.publishedVersions.renderFacts(refs.map(({ versionId }) => versionId))) {
      const facts = parseRenderMetadata(json);
      if (facts) all.set(id, facts);
    }
    return all;
  }

  async weightsHash({ versionId }: HubVersionRef): Promise<string | null> {
    const [file] = await this.versions.filesOf(versionId);
    return file?.weightsHash ?? null;
  }

  private async makeModels(found: readonly PublishedVersion[]): Promise<Model[]> {
    const creators = await this.creatorsOf(found);
    const models: Model[] = [];
    for (let at = 0; at < found.length; at += FACTS_BATCH_SIZE) {
      const some = found.slice(at, at + FACTS_BATCH_SIZE);
      const facts = await this.publishedVersions.renderFacts(some.map(({ versionId }) => versionId));
      models.push(...some.map((version) => toModel(version, facts.get(version.versionId) ?? null, creators(version))));
    }
    return models;
  }

  private async makeLoras(found: readonly PublishedVersion[]): Promise<Lora[]> {
    const creators = await this.creatorsOf(found);
    return found.map((version) => toLora(version, creators(version)));
  }

  private async creatorsOf(found: readonly PublishedVersion[]): Promise<(version: PublishedVersion) => string> {
    const users = await this.users.byIds(found.map(({ creatorId }) => creatorId));
    return ({ creatorId }) => users.get(creatorId)?.name ?? '';
  }
}
