import type { Writable } from 'node:stream';
import { Rejection } from '@visionary/kernel';
import type { Request, Response } from 'express';
import { matchesEntityTag } from './entity-tags.js';

/** Both ends included. */
interface Part {
  readonly from: number;
  readonly to: number;
}

export interface FileDownload {
  /** As it is saved, in any script. */
  readonly name: string;
  /** In ASCII, for whoever knows no other script. */
  readonly plainName: string;
  readonly type: string;
  readonly bytes: number;
  /** The same for the same bytes alone; without quotes. */
  readonly tag: string;
  /** @returns what gives that part to a sink, without ending it; null where it is gone */
  open(part: Part): Promise<((sink: Writable) => Promise<void>) | null>;
}

export interface OngoingDownload {
  /** Called once its first byte is about to be sent. */
  readonly begun?: () => void;
}

/** Whoever takes nothing for so long has gone. */
const IDLE_MS = 120_000;
const PARTIAL = 206;
const UNSATISFIABLE = 416;

/**
 * A file to be saved, or the part of it that is asked for: one range, RFC 9110 §14. Of several ranges the whole is sent, as it may
 * be. It is never in memory whole, and whoever breaks off frees all of it.
 * @throws Rejection NOT_FOUND where it is gone
 */
export const sendFile = async (
  file: FileDownload,
  request: Request,
  response: Response,
  { begun }: OngoingDownload = {},
): Promise<void> => {
  const tag = `"${file.tag}"`;
  // Names its type by the ending, which here is what strangers called it.
  response.attachment(file.name).type(file.type);
  response.set('Content-Disposition', asciiFileName(response.get('Content-Disposition') ?? '', file.plainName));
  response.set({ ETag: tag, 'Accept-Ranges': 'bytes', 'X-Content-Type-Options': 'nosniff' });
  // Packed on the way it would have no parts any more.
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
  const flow = await file.open({ from, to });
  if (!flow) throw gone(response);
  if (from === 0) begun?.();
  await pump(flow, response);
};

/** Where a name stands there in its own script, too, question marks alone would be left of it without that. */
const asciiFileName = (header: string, plainName: string): string =>
  header.replace(/filename="(?:[^"\\]|\\.)*"(?=; filename\*)/, () => `filename="${plainName}"`);

/** @returns null for the whole */
const partOf = (request: Request, bytes: number, tag: string): Part | 'unsatisfiable' | null => {
  const condition = request.headers['if-range'];
  // A part of another file would be glued to what they have; we give no times by which it could be told.
  if (condition !== undefined && condition !== tag) return null;
  // More from the end than there is is all there is.
  const [, last] = /^bytes=-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (last !== undefined && Number(last) >= bytes && bytes > 0) return { from: 0, to: bytes - 1 };
  const ranges = request.range(bytes);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return null;
  const [range] = ranges;
  return range ? { from: range.start, to: range.end } : null;
};

const gone = (response: Response): Rejection => {
  for (const name of ['Content-Length', 'Content-Range', 'Content-Disposition', 'ETag']) response.removeHeader(name);
  return new Rejection('NOT_FOUND');
};

const pump = async (flow: (sink: Writable) => Promise<void>, response: Response): Promise<void> => {
  response.setTimeout(IDLE_MS, () => response.destroy());
  try {
    await flow(response);
    response.end();
  } catch (error) {
    // That they broke off is no fault of anybody here; what else it is they must not take for the end.
    if (response.destroyed) return;
    response.destroy();
    throw error;
  }
};
