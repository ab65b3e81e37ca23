import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { type HubQuery, Id, ROUTES } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Versions } from '../../domain/version.js';
import { ModelSearchPages } from './found-models.js';
import { HubDetails } from './hub-details.js';

const OneOf = z.strictObject({ modelId: z.union([Id, z.string().min(1).max(100)]) });

/** What users share, for everybody: found, and looked at. */
@Controller()
export class HubModelsController {
  constructor(
    private readonly found: ModelSearchPages,
    private readonly details: HubDetails,
    private readonly versions: Versions,
  ) {}

  /** Answers with a HubPage. */
  @Route('searchHubModels')
  async find(
    @Query({ schema: ROUTES.searchHubModels.query }) query: HubQuery,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await (await this.found.page(query, asker)).send(request, response, {});
  }

  /** Answers with a HubModelDetail. */
  @Route('hubModel')
  async model(
    @Param({ schema: OneOf }) { modelId }: z.infer<typeof OneOf>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { answer, mine } = await this.details.sent(await this.idOf(modelId), asker?.user.id ?? null);
    await answer.send(request, response, { viewerState: mine });
  }

  /** Links of images and infotexts know a model by what settings call one of its versions. */
  private async idOf(asked: string): Promise<string> {
    if (Id.safeParse(asked).success) return asked;
    const version = await this.versions.byUseId(asked);
    if (!version) throw new Rejection('HUB_MODEL_NOT_FOUND');
    return version.modelId;
  }
}
