import { Controller, Param } from '@nestjs/common';
import type { HashMatch } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { FindByHash } from '../../use-cases/versions/find-by-hash.js';

/** AutoV2 has ten digits; fewer may be anything's. */
const Digits = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{10,64}$/i, '10 to 64 hex digits') });

@Controller()
export class HashesController {
  constructor(private readonly findByHash: FindByHash) {}

  /** @throws Rejection HUB_HASH_NOT_FOUND */
  @Route('modelByHash')
  find(
    @Param({ schema: Digits }) { hash }: z.infer<typeof Digits>,
    @OptionalUser() asker: Identity | null,
  ): Promise<HashMatch> {
    return this.findByHash.run(hash, asker?.user.id ?? null);
  }
}
