import type { Writable } from 'node:stream';
import { Rejection } from '@visionary/kernel';
import type { Request, Response } from 'express';
import { matchesEntityTag } from './entity-tags.js';

/** Inclusive on both ends. */
interface Part {
  readonly from: number;
  readonly to: number;
}

export interface FileDownload {
  /** File name for saving, in any script. */
  readonly name: string;
  /** ASCII file name for clients without RFC 8187 support. */
  readonly plainName: string;
  readonly type: string;
  readonly bytes: number;
  /** Entity tag without quotes. Differs for different bytes. */
  readonly tag: string;
  /** @returns a function that writes the range to a sink without ending it; null if the file no longer exists */
  open(part: Part): Promise<((sink: Writable) => Promise<void>) | null>;
}

export interface DownloadHooks {
  /** Called just before the first byte is sent. */
  readonly onStart?: () => void;
}

/** Closes downloads that make no progress for this long. */
const IDLE_MS = 120_000;
const PARTIAL = 206;
const UNSATISFIABLE = 416;

/**
 * Sends a file for download, or one range of it (RFC 9110 §14). Multiple ranges get the whole file, as the RFC permits.
 * Streams, and releases everything if the client disconnects.
 * @throws Rejection NOT_FOUND if the file no longer exists
 */
export const sendFile = async (
  file: FileDownload,
  request: Request,
  response: Response,
  { onStart }: DownloadHooks = {},
): Promise<void> => {
  const tag = `"${file.tag}"`;
  // `attachment` derives the type from the user-supplied name, so `type` overrides it.
  response.attachment(file.name).type(file.type);
  response.set('Content-Disposition', asciiFileName(response.get('Content-Disposition') ?? '', file.plainName));
  response.set({ ETag: tag, 'Accept-Ranges': 'bytes', 'X-Content-Type-Options': 'nosniff' });
  // `no-transform`, because a compressed response has no byte ranges.
  response.set({ 'Cache-Control': 'no-cache, no-transform', 'Content-Security-Policy': "default-src 'none'; sandbox" });
  if (matchesEntityTag(request.headers['if-none-match'], tag)) {
    response.status(304).end();
    return;
  }
  const part = partOf(request, file.bytes, tag);
  if (part === 'unsatisfiable') {
    response.status(UNSATISFIABLE).set('Content-Range', `bytes */${file.bytes}`).end();
    return;
  }
  const { from, to } = part ?? { from: 0, to: file.bytes - 1 };
  response.set('Content-Length', String(to - from + 1));
  if (part) response.status(PARTIAL).set('Content-Range', `bytes ${from}-${to}/${file.bytes}`);
  if (request.method === 'HEAD' || file.bytes === 0) {
    response.end();
    return;
  }
  const write = await file.open({ from, to });
  if (!write) throw missingFile(response);
  if (from === 0) onStart?.();
  await sendBody(write, response);
};

/** Replaces the ASCII fallback, which would consist of question marks for other scripts. */
const asciiFileName = (header: string, plainName: string): string =>
  header.replace(/filename="(?:[^"\\]|\\.)*"(?=; filename\*)/, () => `filename="${plainName}"`);

/** @returns null for the whole file */
const partOf = (request: Request, bytes: number, tag: string): Part | 'unsatisfiable' | null => {
  const condition = request.headers['if-range'];
  // If-Range with another tag gets the whole file. Dates never match, because no Last-Modified is sent.
  if (condition !== undefined && condition !== tag) return null;
  // A suffix range longer than the file means the whole file.
  const [, last] = /^bytes=-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (last !== undefined && Number(last) >= bytes && bytes > 0) return { from: 0, to: bytes - 1 };
  const ranges = request.range(bytes);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  const [range] = ranges;
  return range ? { from: range.start, to: range.end } : null;
};

const missingFile = (response: Response): Rejection => {
  for (const name of ['Content-Length', 'Content-Range', 'Content-Disposition', 'ETag']) response.removeHeader(name);
  return new Rejection('NOT_FOUND');
};

const sendBody = async (write: (sink: Writable) => Promise<void>, response: Response): Promise<void> => {
  response.setTimeout(IDLE_MS, () => response.destroy());
  try {
    await write(response);
    response.end();
  } catch (error) {
    // A disconnected client isn't an error. After other errors, the connection is destroyed, so that the file doesn't
    // look complete.
    if (response.destroyed) return;
    response.destroy();
    throw error;
  }
};
