import type { DynamicModule, Type } from '@nestjs/common';
import { accountsBlobs, accountsEntities, AccountsModule } from '@visionary/accounts';
import { commentsEntities, CommentsModule } from '@visionary/comments';
import { chatEntities, ChatModule } from '@visionary/chat';
import { feedBlobs, feedEntities, FeedModule } from '@visionary/feed';
import { generationBlobs, generationEntities, GenerationModule } from '@visionary/generation';
import { hubBlobs, hubEntities, HubModule } from '@visionary/hub';
import { jamEntities, JamModule } from '@visionary/jam';
import { lendingEntities, LendingModule } from '@visionary/lending';
import { notificationsEntities, NotificationsModule } from '@visionary/notifications';
import { AuthModule } from '@visionary/platform/auth';
import { BlobReferencesModule, BlobsModule } from '@visionary/platform/blobs';
import { BusModule } from '@visionary/platform/bus';
import { CacheModule } from '@visionary/platform/cache';
import { type Config, ConfigModule } from '@visionary/platform/config';
import { DatabaseModule } from '@visionary/platform/database';
import { HttpModule, RateLimitsModule } from '@visionary/platform/http';
import { imagesBlobs, imagesEntities, ImagesModule } from '@visionary/platform/images';
import { JobsModule } from '@visionary/platform/jobs';
import { RealtimeModule } from '@visionary/platform/realtime';
import { roomsEntities, RoomsModule } from '@visionary/rooms';
import { safetyEntities, SafetyModule } from '@visionary/safety';

const ENTITIES = [
  ...imagesEntities,
  ...accountsEntities,
  ...notificationsEntities,
  ...safetyEntities,
  ...roomsEntities,
  ...chatEntities,
  ...generationEntities,
  ...commentsEntities,
  ...hubEntities,
  ...jamEntities,
  ...feedEntities,
  ...lendingEntities,
];

/** All columns that reference blobs. */
export const BLOB_COLUMNS = [...imagesBlobs, ...accountsBlobs, ...generationBlobs, ...hubBlobs, ...feedBlobs];

/**
 * The platform, then the slices in order of their dependencies: the modules of a server, and of the command line.
 * @param isSingleNode no other process uses the database
 */
export const instanceModules = (config: Config, version: string, isSingleNode: boolean): (DynamicModule | Type)[] => [
  ConfigModule.forRoot(config),
  DatabaseModule.forRoot({ url: config.databaseUrl, entities: ENTITIES }),
  JobsModule.forRoot({ isSingleNode }),
  BusModule.forRoot(config),
  BlobsModule,
  BlobReferencesModule.forRoot({ columns: BLOB_COLUMNS }),
  ImagesModule,
  HttpModule.forRoot({ version }),
  CacheModule.forRoot(),
  AuthModule,
  RateLimitsModule,
  AccountsModule,
  RealtimeModule.forRoot({ imports: [RoomsModule] }),
  NotificationsModule,
  SafetyModule,
  RoomsModule,
  ChatModule,
  CommentsModule,
  HubModule,
  GenerationModule,
  JamModule,
  FeedModule,
  LendingModule,
];
