import { Controller, Param } from '@nestjs/common';
import type { HubMatch } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { FindByHash } from '../../usecases/versions/find-by-hash.js';

/** AutoV2 has ten digits; fewer may be anything's. */
const Digits = z.strictObject({ hash: z.string().regex(/^[0-9a-f]{10,64}$/i, '10 to 64 hex digits') });

@Controller()
export class HashesController {
  constructor(private readonly findByHash: FindByHash) {}

  /** @throws Rejection HUB_HASH_UNKNOWN */
  @Route('modelByHash')
  find(
    @Param({ schema: Digits }) { hash }: z.infer<typeof Digits>,
    @MaybeSignedIn() asker: Identity | null,
  ): Promise<HubMatch> {
    return this.findByHash.run(hash, asker?.person.id ?? null);
  }
}
