import { Controller, Param, Req, Res, type StreamableFile } from '@nestjs/common';
import { Id, LIMITS, type SampleView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { Admins, type Identity, MaybeSignedIn, SignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { rawBody } from '@visionary/platform/pictures';
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Changer } from '../../domain/versions/rights.js';
import { ChooseSample } from '../../usecases/samples/choose-sample.js';
import { RemoveSample } from '../../usecases/samples/remove-sample.js';
import { presentSample } from '../versions/hub-views.js';
import { ShownSamples } from './shown-samples.js';

const LIMITED = { limitBytes: LIMITS.uploadBytes, unreadable: 'HUB_PICTURE_UNREADABLE' } as const;
const OneOf = z.strictObject({ sampleId: Id });
const OfVersion = z.strictObject({ versionId: Id });

/** Pictures that show what versions can do. */
@Controller()
export class SamplesController {
  constructor(
    private readonly shown: ShownSamples,
    private readonly choose: ChooseSample,
    private readonly removeSample: RemoveSample,
    private readonly admins: Admins,
  ) {}

  /** @throws Rejection HUB_FILE_NOT_FOUND, also where its version is not published and whoever asks may not see it */
  @Route('hubSample')
  async sample(
    @Param({ schema: OneOf }) { sampleId }: z.infer<typeof OneOf>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.answer({ sampleId }, asker, request, response);
  }

  /** @throws Rejection as `sample` */
  @Route('hubSmallSample')
  async small(
    @Param({ schema: OneOf }) { sampleId }: z.infer<typeof OneOf>,
    @MaybeSignedIn() asker: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.answer({ sampleId, isSmall: true }, asker, request, response);
  }

  /** @throws Rejection as rawBody and ChooseSample */
  @Route('addHubSample')
  async add(
    @Param({ schema: OfVersion }) { versionId }: z.infer<typeof OfVersion>,
    @SignedIn() identity: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SampleView> {
    const who = await this.whoIs(identity);
    await this.choose.requireSpace(who, versionId, LIMITS.samplesPerVersion);
    const picture = await rawBody(request, response, LIMITED);
    return presentSample(await this.choose.add(who, versionId, picture, LIMITS.samplesPerVersion));
  }

  @Route('removeHubSample')
  async remove(
    @Param({ schema: OneOf }) { sampleId }: z.infer<typeof OneOf>,
    @SignedIn() identity: Identity,
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

  private async whoIs({ person }: Identity): Promise<Changer> {
    return { id: person.id, moderates: (await this.admins.among([person.id], 'moderator')).has(person.id) };
  }
}
