import { hash } from 'node:crypto';
import { Controller, Param, Req, Res } from '@nestjs/common';
import { Id } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { BlobStore, type ByteRange } from '@visionary/platform/blobs';
import { Route, sendFile, PathId } from '@visionary/platform/http';
import { addressKey } from '@visionary/platform/rate-limits';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { FindDownload } from '../../use-cases/downloads/find-download.js';
import { DownloadCounter } from './download-counter.js';
import { fileName, asciiFileName, zipName, zippedFiles } from './download-names.js';
import { layoutZip } from './layout-zip.js';
import { streamZip } from './stream-zip.js';

const VersionParams = z.strictObject({ versionId: Id });
const FileParams = VersionParams.extend({
  position: z
    .string()
    .regex(/^\d{1,4}$/, 'a number')
    .transform(Number),
});

/** Downloads of single files, and of all files in one zip archive. */
@Controller()
export class DownloadsController {
  constructor(
    private readonly findDownload: FindDownload,
    private readonly counter: DownloadCounter,
    private readonly blobs: BlobStore,
  ) {}

  /** @throws Rejection HUB_VERSION_NOT_FOUND, HUB_FILE_NOT_FOUND */
  @Route('hubFile')
  async file(
    @Param({ schema: FileParams }) { versionId, position }: z.infer<typeof FileParams>,
    @OptionalUser() viewer: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.findDownload.run(versionId, viewer?.user.id ?? null);
    const file = found.files[position];
    if (!file) throw new Rejection('HUB_FILE_NOT_FOUND');
    const name = fileName(file);
    const download = {
      name,
      plainName: asciiFileName(found, name),
      type: 'application/octet-stream',
      bytes: file.bytes,
      tag: file.sha256,
      open: (part: ByteRange) => this.blobs.createStreamWriter(file.sha256, part),
    };
    await sendFile(download, request, response, {
      onStart: () => this.counter.add(versionId, downloaderHash(viewer, request)),
    });
  }

  /** @throws Rejection HUB_VERSION_NOT_FOUND */
  @Route('hubZip')
  async zip(
    @PathId('versionId') versionId: string,
    @OptionalUser() viewer: Identity | null,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.findDownload.run(versionId, viewer?.user.id ?? null);
    const files = zippedFiles(found);
    const layout = layoutZip(files, found.version.at);
    const download = {
      name: zipName(found),
      plainName: asciiFileName(found, '.zip'),
      type: 'application/zip',
      bytes: layout.bytes,
      tag: hash('sha256', JSON.stringify([found.version.at, files])),
      open: (part: ByteRange) => Promise.resolve(streamZip(this.blobs, layout, part)),
    };
    await sendFile(download, request, response, {
      onStart: () => this.counter.add(versionId, downloaderHash(viewer, request)),
    });
  }
}

const downloaderHash = (viewer: Identity | null, request: Request): string => viewer?.user.id ?? addressKey(request.ip);
