import { Controller, Req, Res, type StreamableFile } from '@nestjs/common';
import { LIMITS, type SampleView } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { AdminDirectory, type Identity, OptionalUser, CurrentUser } from '@visionary/platform/auth';
import { BlobStore } from '@visionary/platform/blobs';
import { PathId, Route } from '@visionary/platform/http';
import { rawBody, sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import type { Sample } from '../../domain/samples.js';
import { type HubModel, type Version } from '../../domain/version.js';
import { Versions } from '../../storage/versions.js';
import { isCreator, type ModelActor } from '../../domain/versions/rights.js';
import { SampleThumbnail } from '../../use-cases/samples/sample-thumbnail.js';
import { SamplesService } from '../../use-cases/samples/samples.service.js';
import { presentSample } from '../versions/hub-views.js';
import { Samples } from '../../storage/samples/sql-samples.js';

const BODY_LIMIT = { limitBytes: LIMITS.uploadBytes, unreadableCode: 'HUB_IMAGE_UNREADABLE' } as const;
/** A sample never changes, but its version can be unpublished. */
const MAX_AGE_SECONDS = 3_600;

/** Shows, uploads, and removes samples of versions. */
@Controller()
export class SamplesController {
  constructor(
    private readonly samples: Samples,
    private readonly versions: Versions,
    private readonly samplesService: SamplesService,
    private readonly thumbnails: SampleThumbnail,
    private readonly blobs: BlobStore,
    private readonly adminDirectory: AdminDirectory,
  ) {}

  /** @throws Rejection HUB_FILE_NOT_FOUND, also for samples that the viewer can't see */
  @Route('hubSample')
  async sample(
    @PathId('sampleId') sampleId: string,
    @OptionalUser() viewer: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.send(sampleId, ({ sha256 }) => Promise.resolve(sha256), viewer, request, response);
  }

  /** @throws Rejection as `sample` */
  @Route('hubSampleThumbnail')
  async thumbnail(
    @PathId('sampleId') sampleId: string,
    @OptionalUser() viewer: Identity | null,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    return this.send(sampleId, (sample) => this.thumbnails.keyOf(sample), viewer, request, response);
  }

  /** @throws Rejection as rawBody and SamplesService */
  @Route('addHubSample')
  async add(
    @PathId('versionId') versionId: string,
    @CurrentUser() identity: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SampleView> {
    const actor = await this.actorOf(identity);
    await this.samplesService.requireCanUpload(actor, versionId);
    const image = await rawBody(request, response, BODY_LIMIT);
    return presentSample(await this.samplesService.upload(actor, versionId, image));
  }

  @Route('deleteHubSample')
  async remove(@PathId('sampleId') sampleId: string, @CurrentUser() identity: Identity): Promise<void> {
    await this.samplesService.remove(await this.actorOf(identity), sampleId);
  }

  private async send(
    sampleId: string,
    keyOf: (sample: Sample) => Promise<string>,
    viewer: Identity | null,
    request: Request,
    response: Response,
  ): Promise<StreamableFile | undefined> {
    const actor = viewer && (await this.actorOf(viewer));
    const sample = await this.samples.byId(sampleId);
    const version = sample && (await this.versions.byId(sample.versionId));
    const model = version && (await this.versions.modelById(version.modelId));
    if (!sample || !version || !model || !canSee(actor, version, model)) throw new Rejection('HUB_FILE_NOT_FOUND');
    // Visitors see only samples rated for everyone.
    const isForEveryone = model.contentRating === 'everyone' && sample.checkedRating === null;
    if (!isForEveryone && !actor) throw new Rejection('HUB_FILE_NOT_FOUND');
    const isPublic = version.state === 'published' && isForEveryone;
    const image = { sha256: await keyOf(sample), isPublic, type: 'image/webp' } as const;
    const file = await sendImage(image, this.blobs, request, response);
    response.setHeader('Cache-Control', isPublic ? `public, max-age=${MAX_AGE_SECONDS}` : 'private, no-cache');
    if (file === null) throw new Rejection('HUB_FILE_NOT_FOUND');
    return file;
  }

  private async actorOf({ user }: Identity): Promise<ModelActor> {
    return { id: user.id, isModerator: (await this.adminDirectory.among([user.id], 'moderator')).has(user.id) };
  }
}

const canSee = (actor: ModelActor | null, { state }: Version, model: HubModel): boolean =>
  state === 'published' || (actor !== null && (actor.isModerator || isCreator(actor, model)));
