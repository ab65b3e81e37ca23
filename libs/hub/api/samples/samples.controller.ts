import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, type SampleView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, type Identity, OptionalUser, CurrentUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { rawBody } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { ModelActor } from '../../domain/versions/rights.js';
import { UploadSample } from '../../use-cases/samples/upload-sample.js';
import { RemoveSample } from '../../use-cases/samples/remove-sample.js';
import { presentSample } from '../versions/hub-views.js';
import { SampleImages } from './sample-images.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'HUB_IMAGE_UNREADABLE' } as const;
const OneOf = z.strictObject({ sampleId: Id });
const OfVersion = z.strictObject({ versionId: Id });

/** Images that show what versions can do. */
@Controller()
export class SamplesController {
  constructor(
    private readonly shown: SampleImages,
    private readonly choose: UploadSample,
    private readonly removeSample: RemoveSample,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  /** @throws Rejection HUB_FILE_NOT_FOUND, also where its version is not published and whoever asks may not see it */
  @Route('hubSample')
  async sample(
    @Param({ schema: OneOf }) { sampleId }: z.infer<typeof OneOf>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.answer({ sampleId }, asker, request, response);
  }

  /** @throws Rejection as `sample` */
  @Route('hubSampleThumbnail')
  async small(
    @Param({ schema: OneOf }) { sampleId }: z.infer<typeof OneOf>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.answer({ sampleId, isSmall: true }, asker, request, response);
  }

  /** @throws Rejection as rawBody and UploadSample */
  @Route('addHubSample')
  async add(
    @Param({ schema: OfVersion }) { versionId }: z.infer<typeof OfVersion>,
    @CurrentUser() identity: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SampleView> {
    const who = await this.whoIs(identity);
    await this.choose.requireSpace(who, versionId, LIMITS.samplesPerVersion);
    const image = await rawBody(request, response, LIMITED);
    return presentSample(await this.choose.add(who, versionId, image, LIMITS.samplesPerVersion));
  }

  @Route('deleteHubSample')
  async remove(
    @Param({ schema: OneOf }) { sampleId }: z.infer<typeof OneOf>,
    @CurrentUser() identity: Identity,
  ): Promise<void> {
    await this.removeSample.run(await this.whoIs(identity), sampleId);
  }

  private async answer(
    asked: { readonly sampleId: string; readonly isSmall?: boolean },
    asker: Identity | null,
    request: Request,
    response: Response,
  ): Promise<StreamableFile | undefined> {
    const answer = await this.shown.answer(asked, asker && (await this.whoIs(asker)), request, response);
    if (answer === null) throw new Rejection('HUB_FILE_NOT_FOUND');
    return answer;
  }

  private async whoIs({ user }: Identity): Promise<ModelActor> {
    return { id: user.id, isModerator: (await this.adminDirectory.among([user.id], 'moderator')).has(user.id) };
  }
}
