import { Injectable, type StreamableFile } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { Samples } from '../../domain/samples/samples.js';
import { type HubModel, Versions } from '../../domain/version.js';
import { SampleThumbnail } from '../../use-cases/samples/sample-thumbnail.js';
import { type ModelActor, isCreator } from '../../domain/versions/rights.js';

/** Its address is its own for ever, but what is taken back shall not be shown for ever. */
const KEPT_SECONDS = 3_600;

interface Asked {
  readonly sampleId: string;
  /** As large as lists show it. */
  readonly isSmall?: boolean;
}

/** Samples, for whoever may see their version. */
@Injectable()
export class SampleImages {
  constructor(
    private readonly samples: Samples,
    private readonly versions: Versions,
    private readonly small: SampleThumbnail,
    private readonly blobs: BlobStore,
  ) {}

  /** @returns as answerPicture; null also for whoever may not see it */
  async answer(
    { sampleId, isSmall = false }: Asked,
    asker: ModelActor | null,
    request: Request,
    response: Response,
  ): Promise<StreamableFile | undefined | null> {
    const sample = await this.samples.byId(sampleId);
    const version = sample && (await this.versions.byId(sample.versionId));
    if (!sample || !version) return null;
    const model = await this.versions.modelById(version.modelId);
    if (!model) return null;
    if (version.state !== 'published' && !mayStillSee(asker, model)) return null;
    // Visitors see only what is for everybody.
    const isForEverybody = model.contentRating === 'everyone' && sample.level === null;
    if (!isForEverybody && !asker) return null;
    const isPublic = version.state === 'published' && isForEverybody;
    const sha256 = isSmall ? await this.small.keyOf(sample) : sample.sha256;
    const shown = { sha256, isPublic, type: 'image/webp' } as const;
    const answer = await sendImage(shown, this.blobs, request, response);
    response.setHeader('Cache-Control', isPublic ? `public, max-age=${KEPT_SECONDS}` : 'private, no-cache');
    return answer;
  }
}

const mayStillSee = (asker: ModelActor | null, model: HubModel): boolean =>
  asker !== null && (asker.isModerator || isCreator(asker, model));
