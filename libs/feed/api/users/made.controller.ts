import { Controller, Header, Param } from '@nestjs/common';
import { Id, type UserModelList } from '@visionary/contract';
import { type Identity, OptionalUser } from '@visionary/platform/auth';
import { Cache, json, type CacheNamespace } from '@visionary/platform/cache';
import { Route } from '@visionary/platform/http';
import { z } from 'zod';
import { viewerOf } from '../viewer.js';
import { UserModelPresenter } from './user-model-presenter.js';

const Somebody = z.strictObject({ userId: Id });
type Somebody = z.infer<typeof Somebody>;

/** What is published with it may be so old. */
const MADE: CacheNamespace<UserModelList> = { name: 'made-by', ttlMs: 5_000, encoding: json() };

/** Models and LoRAs somebody made. */
@Controller()
export class UserModelsController {
  constructor(
    private readonly views: UserModelPresenter,
    private readonly cache: Cache,
  ) {}

  /** The same for whoever sees the same images. */
  @Route('userModels')
  @Header('Cache-Control', 'no-store')
  madeBy(
    @Param({ schema: Somebody }) { userId }: Somebody,
    @OptionalUser() me: Identity | null,
  ): Promise<UserModelList> {
    const forEverybody = viewerOf(me).forEverybody && me?.user.id !== userId;
    const entry = { space: MADE, key: `${userId}/${forEverybody}` };
    return this.cache.getOrLoad(entry, async (shows) => ({ made: await this.views.by(userId, forEverybody, shows) }));
  }
}
