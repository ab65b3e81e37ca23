import { All, Controller, type OnApplicationShutdown, Req, Res } from '@nestjs/common';
import { Server } from '@tus/server';
import { LIMITS, UPLOADS_PATH } from '@visionary/contract';
import { Ids, Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { DraftUploads } from './draft-uploads.js';
import { fromTusError } from './tus-errors.js';
import { UploadLocks } from './upload-locks.js';
import { type UploadRequest, uploadRequestStorage } from './upload-request.js';

/** The headers that the tus server gets. It needs no cookies or proxy headers. */
const FORWARDED_HEADERS = /^(tus-|upload-|content-length$|host$)/;
const METHODS: ReadonlySet<string> = new Set(['OPTIONS', 'POST', 'HEAD', 'PATCH', 'DELETE']);
const MAX_CONCURRENT_UPLOADS_PER_USER = 12;
/** Time for a client to read the error before its connection is cut. */
const DISCONNECT_DELAY_MS = 2_000;

/** Receives files of drafts over tus. An upload can be resumed after any interruption and on any node. */
@Controller()
export class UploadsController implements OnApplicationShutdown {
  private readonly server: Server;
  private readonly calls = new Set<UploadRequest>();

  constructor(
    private readonly uploads: DraftUploads,
    locks: UploadLocks,
    ids: Ids,
  ) {
    this.server = new Server({
      path: UPLOADS_PATH,
      relativeLocation: true,
      datastore: uploads,
      locker: locks,
      lockDrainTimeout: 50,
      maxSize: LIMITS.modelFileBytes,
      namingFunction: () => ids.next(),
      onUploadFinish: async (_request, { id }) => {
        await uploads.finished(id);
        return {};
      },
      onResponseError: (_request, error) => {
        const call = uploadRequestStorage.getStore();
        if (call) call.failure = error;
        return undefined;
      },
    });
  }

  /** Received bytes are kept. */
  onApplicationShutdown(): void {
    for (const { stop } of this.calls) stop.abort();
  }

  /** @throws Rejection as UploadsService and DraftsService, HUB_FILE_NOT_FOUND, HUB_UPLOAD_OFFSET_MISMATCH, TOO_LARGE, RATE_LIMITED */
  @All([UPLOADS_PATH, `${UPLOADS_PATH}/:uploadId`])
  async call(
    @CurrentUser() { user }: Identity,
    @Req() request: HttpRequest,
    @Res() response: HttpResponse,
  ): Promise<void> {
    const call: UploadRequest = { user, request, stop: new AbortController() };
    response.setHeader('Tus-Resumable', '1.0.0');
    try {
      if (request.method === 'PATCH') this.requireRate(user.id);
      this.calls.add(call);
      await this.forward(call, response);
    } catch (error) {
      disconnectAfterResponse(request, response);
      throw error;
    } finally {
      this.calls.delete(call);
    }
  }

  private requireRate(userId: string): void {
    const uploadCount = [...this.calls].filter(
      (call) => call.user.id === userId && call.request.method === 'PATCH',
    ).length;
    if (uploadCount >= MAX_CONCURRENT_UPLOADS_PER_USER) throw new Rejection('RATE_LIMITED', { retryAfterSeconds: 1 });
  }

  private async forward(call: UploadRequest, response: HttpResponse): Promise<void> {
    const { method, url, headers } = call.request;
    if (!METHODS.has(method ?? '')) throw new Rejection('HUB_FILE_NOT_FOUND');
    const forwarded = Object.entries(headers).filter(([name]) => FORWARDED_HEADERS.test(name)) as [string, string][];
    // With a content type, a POST could write bytes without the lock.
    if (method === 'PATCH') forwarded.push(['content-type', headers['content-type'] ?? '']);
    const tusRequest = new Request(`http://here${url}`, { method: method ?? 'GET', headers: forwarded });
    const tusResponse = await uploadRequestStorage.run(call, () => this.server.handleWeb(tusRequest));
    if (call.failure !== undefined || tusResponse.status >= 400) throw await fromTusError(call.failure, tusResponse);
    for (const [name, value] of tusResponse.headers) {
      // Other origins have no access.
      if (!name.startsWith('access-control-')) response.setHeader(name, value);
    }
    response.status(tusResponse.status).end();
  }
}

/** The client may still be sending gigabytes that nothing reads. */
const disconnectAfterResponse = (request: HttpRequest, response: HttpResponse): void => {
  if (request.complete || request.method === 'HEAD') return;
  response.setHeader('Connection', 'close');
  response.once('finish', () => {
    request.resume();
    setTimeout(() => request.destroy(), DISCONNECT_DELAY_MS).unref();
  });
};
