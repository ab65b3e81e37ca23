import { Controller, Header, Param } from '@nestjs/common';
import { Id, type MadeList } from '@visionary/contract';
import { Cache, json, type Space } from '@visionary/platform/cache';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { MadeViews } from './made-views.js';

const Somebody = z.strictObject({ personId: Id });
type Somebody = z.infer<typeof Somebody>;

/** What is published with it may be so old. */
const MADE: Space<MadeList> = { name: 'made-by', ttlMs: 5_000, encoding: json() };

/** Models and LoRAs somebody made. */
@Controller()
export class MadeController {
  constructor(
    private readonly views: MadeViews,
    private readonly cache: Cache,
  ) {}

  /** The same for whoever looks. */
  @Route('madeBy')
  @Header('Cache-Control', 'no-store')
  madeBy(@Param({ schema: Somebody }) { personId }: Somebody): Promise<MadeList> {
    const entry = { space: MADE, key: personId };
    return this.cache.through(entry, async (shows) => ({ made: await this.views.by(personId, shows) }));
  }
}
