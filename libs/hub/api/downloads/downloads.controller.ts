import { hash } from 'node:crypto';
import { Controller, Param, Req, Res } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore, type ByteRange } from '@visionary/platform/blobs';
import { addressKey, Route, sendFile } from '@visionary/platform/http';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { FindDownload } from '../../use-cases/downloads/find-download.js';
import { DownloadCounter } from './download-counter.js';
import { fileName, asciiFileName, zipName, zippedFiles } from './download-names.js';
import { layoutZip } from './layout-zip.js';
import { streamZip } from './stream-zip.js';

const OneOf = z.strictObject({ versionId: Id });
const OneFile = OneOf.extend({
  position: z
    .string()
    .regex(/^\d{1,4}$/, 'a number')
    .transform(Number),
});

/** Files of versions, each by itself and all in one archive, to take along. */
@Controller()
export class DownloadsController {
  constructor(
    private readonly find: FindDownload,
    private readonly counter: DownloadCounter,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_FILE_NOT_FOUND */
  @Route('hubFile')
  async file(
    @Param({ schema: OneFile }) { versionId, position }: z.infer<typeof OneFile>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.find.run(versionId, asker?.user.id ?? null);
    const file = found.files[position];
    if (!file) throw new Rejection('HUB_FILE_NOT_FOUND');
    const name = fileName(file);
    const sent = {
      ...{
        name,
        plainName: asciiFileName(found, name),
        type: 'application/octet-stream',
        bytes: file.bytes,
        tag: file.sha256,
      },
      open: (part: ByteRange) => this.blobs.createStreamWriter(file.sha256, part),
    };
    await sendFile(sent, request, response, {
      begun: () => this.counter.note(versionId, downloaderHash(asker, request)),
    });
  }

  /** @throws Rejection HUB_VERSION_NOT_FOUND */
  @Route('hubZip')
  async zip(
    @Param({ schema: OneOf }) { versionId }: z.infer<typeof OneOf>,
    @OptionalUser() asker: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.find.run(versionId, asker?.user.id ?? null);
    const files = zippedFiles(found);
    const layout = layoutZip(files, found.version.at);
    const sent = {
      ...{
        name: zipName(found),
        plainName: asciiFileName(found, '.zip'),
        type: 'application/zip',
        bytes: layout.bytes,
      },
      tag: hash('sha256', JSON.stringify([found.version.at, files])),
      open: (part: ByteRange) => Promise.resolve(streamZip(this.blobs, layout, part)),
    };
    await sendFile(sent, request, response, {
      begun: () => this.counter.note(versionId, downloaderHash(asker, request)),
    });
  }
}

const downloaderHash = (asker: Identity | null, request: Request): string => asker?.user.id ?? addressKey(request.ip);
