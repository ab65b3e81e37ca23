import { type DynamicModule, Module } from '@nestjs/common';
import { accountsBlobs, accountsEntities, AccountsModule } from '@visionary/accounts';
import { commentsEntities, CommentsModule } from '@visionary/comments';
import { chatEntities, ChatModule } from '@visionary/chat';
import { feedBlobs, feedEntities, FeedModule } from '@visionary/feed';
import { generationBlobs, generationEntities, GenerationModule } from '@visionary/generation';
import { hubBlobs, hubEntities, HubModule } from '@visionary/hub';
import { jamEntities, JamModule } from '@visionary/jam';
import { notificationsEntities, NotificationsModule } from '@visionary/notifications';
import { AuthModule } from '@visionary/platform/auth';
import { BlobReferencesModule, BlobsModule, SweepModule } from '@visionary/platform/blobs';
import { BusModule } from '@visionary/platform/bus';
import { CacheModule } from '@visionary/platform/cache';
import { type Config, ConfigModule } from '@visionary/platform/config';
import { DatabaseModule } from '@visionary/platform/database';
import { HttpModule, RateLimitsModule } from '@visionary/platform/http';
import { ImagesModule } from '@visionary/platform/images';
import { JobsModule } from '@visionary/platform/jobs';
import { RealtimeModule } from '@visionary/platform/realtime';
import { roomsEntities, RoomsModule } from '@visionary/rooms';
import { safetyEntities, SafetyModule } from '@visionary/safety';
import { PlatformHealthProbes } from './platform-health-probes.js';

/** One node: the platform, then the slices in order of their dependencies. */
@Module({})
export class ServerModule {
  static forRoot(config: Config, version: string): DynamicModule {
    return {
      module: ServerModule,
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({
          url: config.databaseUrl,
          entities: [
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
          ],
        }),
        JobsModule.forRoot({ isAlone: config.mode === 'embedded' }),
        BusModule.forRoot({ redisUrl: config.redisUrl }),
        BlobsModule,
        BlobReferencesModule.forRoot({
          columns: [...accountsBlobs, ...generationBlobs, ...hubBlobs, ...feedBlobs],
        }),
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
        SweepModule,
      ],
      providers: [PlatformHealthProbes],
    };
  }
}
