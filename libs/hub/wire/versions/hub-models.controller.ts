import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { type HubQuery, Id, ROUTES } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { FoundModels } from './found-models.js';
import { HubDetails } from './hub-details.js';

const OneOf = z.strictObject({ modelId: Id });

/** What people share, for everybody: found, and looked at. */
@Controller()
export class HubModelsController {
  constructor(
    private readonly found: FoundModels,
    private readonly details: HubDetails,
  ) {}

  /** Answers with a HubPage. */
  @Route('findHub')
  async find(
    @Query({ schema: ROUTES.findHub.query }) query: HubQuery,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await (await this.found.page(query, asker?.person.id ?? null)).send(request, response, {});
  }

  /** Answers with a HubModelDetail. */
  @Route('hubModel')
  async model(
    @Param({ schema: OneOf }) { modelId }: z.infer<typeof OneOf>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { answer, mine } = await this.details.sent(modelId, asker?.person.id ?? null);
    await answer.send(request, response, { mine });
  }
}
