import { All, Controller, type OnApplicationShutdown, Req, Res } from '@nestjs/common';
import { Server } from '@tus/server';
import { LIMITS, UPLOADS_PATH } from '@visionary/contract';
import { Ids, Rejection } from '@visionary/kernel';
import { type Identity, CurrentUser } from '@visionary/platform/auth';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { DraftUploads } from './draft-uploads.js';
import { toTusError } from './to-tus-error.js';
import { type UploadRequest, uploadRequestStorage } from './upload-request.js';
import { UploadLocks } from './upload-locks.js';

/** Of what a client says the protocol's server hears this, and nothing of cookies or proxies. */
const FORWARDED_HEADERS = /^(tus-|upload-|content-length$|host$)/;
const METHODS: ReadonlySet<string> = new Set(['OPTIONS', 'POST', 'HEAD', 'PATCH', 'DELETE']);
const AT_ONCE_PER_USER = 12;
/** A body nobody reads any more is cut after this, so that its sender has read why. */
const READ_ON_MS = 2_000;

/** Files of drafts come in by tus, resumable after any cut, on any node, on another day. */
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
      ...{ path: UPLOADS_PATH, relativeLocation: true, datastore: uploads, locker: locks, lockDrainTimeout: 50 },
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

  /** What is under way is kept as far as it came. */
  onApplicationShutdown(): void {
    for (const { stop } of this.calls) stop.abort();
  }

  /** @throws Rejection as BeginUpload and ChangeDraft, HUB_FILE_NOT_FOUND, HUB_UPLOAD_OFFSET_MISMATCH, TOO_LARGE, RATE_LIMITED */
  @All([UPLOADS_PATH, `${UPLOADS_PATH}/:uploadId`])
  async call(
    @CurrentUser() { user }: Identity,
    @Req() request: HttpRequest,
    @Res() response: HttpResponse,
  ): Promise<void> {
    const call: UploadRequest = { user, request, stop: new AbortController() };
    response.setHeader('Tus-Resumable', '1.0.0');
    try {
      if (request.method === 'PATCH') this.requirePlace(user.id);
      this.calls.add(call);
      await this.answer(call, response);
    } catch (error) {
      leaveUnread(request, response);
      throw error;
    } finally {
      this.calls.delete(call);
    }
  }

  private requirePlace(userId: string): void {
    const mine = [...this.calls].filter((call) => call.user.id === userId && call.request.method === 'PATCH').length;
    if (mine >= AT_ONCE_PER_USER) throw new Rejection('RATE_LIMITED', { retryAfterSeconds: 1 });
  }

  private async answer(call: UploadRequest, response: HttpResponse): Promise<void> {
    const { method, url, headers } = call.request;
    if (!METHODS.has(method ?? '')) throw new Rejection('HUB_FILE_NOT_FOUND');
    const heard = Object.entries(headers).filter(([name]) => FORWARDED_HEADERS.test(name)) as [string, string][];
    // Bytes that come along with an announcement would be written without its turn: only PATCH has any.
    if (method === 'PATCH') heard.push(['content-type', headers['content-type'] ?? '']);
    const asked = new Request(`http://here${url}`, { method: method ?? 'GET', headers: heard });
    const answer = await uploadRequestStorage.run(call, () => this.server.handleWeb(asked));
    if (call.failure !== undefined || answer.status >= 400) throw await toTusError(call.failure, answer);
    for (const [name, value] of answer.headers) {
      // Pages of other sites have no business here.
      if (!name.startsWith('access-control-')) response.setHeader(name, value);
    }
    response.status(answer.status).end();
  }
}

/** Gigabytes may still be on their way that nobody wants: the line ends with the answer. */
const leaveUnread = (request: HttpRequest, response: HttpResponse): void => {
  if (request.complete || request.method === 'HEAD') return;
  response.setHeader('Connection', 'close');
  response.once('finish', () => {
    request.resume();
    setTimeout(() => request.destroy(), READ_ON_MS).unref();
  });
};
