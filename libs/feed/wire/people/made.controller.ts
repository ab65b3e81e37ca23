import { Controller, Header, Param } from '@nestjs/common';
import { Id, type MadeList } from '@visionary/contract';
import { type Identity, MaybeSignedIn } from '@visionary/platform/auth';
import { Cache, json, type Space } from '@visionary/platform/cache';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { viewerOf } from '../viewer.js';
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

  /** The same for whoever sees the same pictures. */
  @Route('madeBy')
  @Header('Cache-Control', 'no-store')
  madeBy(@Param({ schema: Somebody }) { personId }: Somebody, @MaybeSignedIn() me: Identity | null): Promise<MadeList> {
    const forEverybody = viewerOf(me).forEverybody && me?.person.id !== personId;
    const entry = { space: MADE, key: `${personId}/${forEverybody}` };
    return this.cache.through(entry, async (shows) => ({ made: await this.views.by(personId, forEverybody, shows) }));
  }
}
