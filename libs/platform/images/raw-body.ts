import type { ErrorCode } from '@visionary/contract';
import { Rejection } from '@visionary/kernel';
import { bodyRejection } from '@visionary/platform/http';
import express, { type Request, type Response } from 'express';

/**
 * Reads a body that is a file, whatever its content type. Rejects compressed bodies, because images are compressed
 * already.
 * @throws Rejection TOO_LARGE, INVALID, or `unreadableCode` for an empty body
 */
export const rawBody = async (
  request: Request,
  response: Response,
  { limitBytes, unreadableCode }: { readonly limitBytes: number; readonly unreadableCode: ErrorCode },
): Promise<Uint8Array> => {
  const parse = express.raw({ limit: limitBytes, inflate: false, type: () => true });
  await new Promise<void>((resolve, reject) =>
    parse(request, response, (error?: unknown) => {
      if (!error) return resolve();
      const rejection = bodyRejection(error, limitBytes);
      reject(rejection instanceof Error ? rejection : new Error(String(rejection)));
    }),
  );
  const body: unknown = request.body;
  if (!(body instanceof Uint8Array) || body.length === 0) throw new Rejection(unreadableCode);
  return body;
};
