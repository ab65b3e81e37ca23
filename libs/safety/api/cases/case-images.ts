import { Injectable, type StreamableFile } from '@nestjs/common';
import { BlobStore } from '@visionary/platform/blobs';
import { sendImage } from '@visionary/platform/images';
import type { Request, Response } from 'express';
import { ReadCases } from '../../use-cases/cases/read-cases.js';

/** What a case is about, to be seen by those who decide; nobody's cache keeps it. */
@Injectable()
export class CaseImages {
  constructor(
    private readonly reading: ReadCases,
    private readonly blobs: BlobStore,
  ) {}

  /** @returns null where there is none, or none any more. @throws Rejection SAFETY_CASE_NOT_FOUND */
  async answer(caseId: string, request: Request, response: Response): Promise<StreamableFile | undefined | null> {
    const { facts } = await this.reading.one(caseId);
    if (!facts?.image) return null;
    const { sha256, type } = facts.image;
    const answer = await sendImage({ sha256, isPublic: false, type }, this.blobs, request, response);
    // Rights are taken away, and what is decided about may change: asked anew each time.
    response.set('Cache-Control', 'private, no-cache');
    return answer;
  }
}
