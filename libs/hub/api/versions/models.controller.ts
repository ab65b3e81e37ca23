import { Body, Controller, Param, Query, Req, Res } from '@nestjs/common';
import {
  type HashMatch,
  type HubModelDetail,
  type HubQuery,
  Id,
  ROUTES,
  type UpdateHubModel,
  type UpdateHubVersion,
  type VersionUsage,
} from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, CurrentUser, type Identity, OptionalUser } from '@visionary/platform/auth';
import { PathId, Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Versions } from '../../storage/versions.js';
import type { ModelActor } from '../../domain/versions/rights.js';
import { ModelsService } from '../../use-cases/versions/models.service.js';
import { PublishCheckedDraft } from '../../use-cases/versions/publish-checked-draft.js';
import { SearchModels } from '../../use-cases/versions/search-models.js';
import { HubDetails } from './hub-details.js';
import { ModelSearchPages } from './model-search-pages.js';

/** An id, or the reference of a version. */
const ModelOrRefParams = z.strictObject({ modelId: z.union([Id, z.string().min(1).max(100)]) });
/** At least ten digits, the length of an AutoV2 hash. */
const HashParams = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{10,64}$/i, '10 to 64 hex digits') });

/** Finds, shows, publishes, changes, and removes models and versions. */
@Controller()
export class ModelsController {
  constructor(
    private readonly searchPages: ModelSearchPages,
    private readonly searchModels: SearchModels,
    private readonly details: HubDetails,
    private readonly versions: Versions,
    private readonly models: ModelsService,
    private readonly publishCheckedDraft: PublishCheckedDraft,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  /** Responds with a HubPage. */
  @Route('searchHubModels')
  async search(
    @Query({ schema: ROUTES.searchHubModels.query }) query: HubQuery,
    @OptionalUser() viewer: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await (await this.searchPages.page(query, viewer)).send(request, response, {});
  }

  /** @throws Rejection HUB_HASH_NOT_FOUND */
  @Route('modelByHash')
  byHash(
    @Param({ schema: HashParams }) { hash }: z.infer<typeof HashParams>,
    @OptionalUser() viewer: Identity | null,
  ): Promise<HashMatch> {
    return this.searchModels.byHash(hash, viewer?.user.id ?? null);
  }

  /** Responds with a HubModelDetail. */
  @Route('hubModel')
  async get(
    @Param({ schema: ModelOrRefParams }) { modelId }: z.infer<typeof ModelOrRefParams>,
    @OptionalUser() viewer: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { body, viewerState } = await this.details.responseFor(
      await this.modelIdOf(modelId),
      viewer?.user.id ?? null,
    );
    await body.send(request, response, { viewerState });
  }

  /** @throws Rejection as PublishCheckedDraft; HUB_VERSION_NOT_FOUND if the version was removed since */
  @Route('publishHubDraft')
  async publish(@PathId('draftId') draftId: string, @CurrentUser() { user }: Identity): Promise<HubModelDetail> {
    const version = await this.versions.byId(await this.publishCheckedDraft.run(user.id, draftId));
    if (!version) throw new Rejection('HUB_VERSION_NOT_FOUND');
    return this.details.of(version.modelId, user.id);
  }

  @Route('updateHubModel')
  async updateModel(
    @PathId('modelId') modelId: string,
    @Body({ schema: ROUTES.updateHubModel.body }) changes: UpdateHubModel,
    @CurrentUser() identity: Identity,
  ): Promise<HubModelDetail> {
    await this.models.updateModel(await this.actorOf(identity), modelId, withoutUndefined(changes));
    return this.details.of(modelId, identity.user.id);
  }

  @Route('updateHubVersion')
  async updateVersion(
    @PathId('versionId') versionId: string,
    @Body({ schema: ROUTES.updateHubVersion.body }) changes: UpdateHubVersion,
    @CurrentUser() identity: Identity,
  ): Promise<HubModelDetail> {
    const modelId = await this.models.updateVersion(await this.actorOf(identity), versionId, withoutUndefined(changes));
    return this.details.of(modelId, identity.user.id);
  }

  @Route('hubModelUsage')
  async usage(
    @PathId('modelId') modelId: string,
    @Query({ schema: ROUTES.hubModelUsage.query }) { versionId }: { versionId?: string },
    @CurrentUser() identity: Identity,
  ): Promise<VersionUsage> {
    return this.models.usage(await this.actorOf(identity), modelId, versionId);
  }

  @Route('deleteHubModel')
  async removeModel(@PathId('modelId') modelId: string, @CurrentUser() identity: Identity): Promise<void> {
    await this.models.removeModel(await this.actorOf(identity), modelId);
  }

  @Route('deleteHubVersion')
  async removeVersion(@PathId('versionId') versionId: string, @CurrentUser() identity: Identity): Promise<void> {
    await this.models.removeVersion(await this.actorOf(identity), versionId);
  }

  private async actorOf({ user }: Identity): Promise<ModelActor> {
    return { id: user.id, isModerator: (await this.adminDirectory.among([user.id], 'moderator')).has(user.id) };
  }

  private async modelIdOf(idOrRef: string): Promise<string> {
    if (Id.safeParse(idOrRef).success) return idOrRef;
    const version = await this.versions.byUseId(idOrRef);
    if (!version) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return version.modelId;
  }
}

const withoutUndefined = <T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
