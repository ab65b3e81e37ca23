import { type DynamicModule, Module } from '@nestjs/common';
import { accountsEntities, AccountsModule } from '@visionary/accounts';
import { commentsEntities, CommentsModule } from '@visionary/comments';
import { chatEntities, ChatModule } from '@visionary/chat';
import { feedEntities, FeedModule } from '@visionary/feed';
import { generationEntities, GenerationModule } from '@visionary/generation';
import { hubEntities, HubModule } from '@visionary/hub';
import { jamEntities, JamModule } from '@visionary/jam';
import { notificationsEntities, NotificationsModule } from '@visionary/notifications';
import { AuthModule } from '@visionary/platform/auth';
import { BlobReferencesModule, BlobsModule } from '@visionary/platform/blobs';
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
import { blobColumns } from '../blob-columns.js';

/** All modules of a server, without HTTP and sockets. Commands follow the same rules as requests to a server. */
@Module({})
export class InstanceModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: InstanceModule,
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
            ...commentsEntities,
            ...hubEntities,
            ...generationEntities,
            ...jamEntities,
            ...feedEntities,
          ],
        }),
        JobsModule.forRoot({ isAlone: false }),
        BusModule.forRoot({ redisUrl: config.redisUrl }),
        CacheModule.forRoot(),
        BlobsModule,
        BlobReferencesModule.forRoot({ columns: blobColumns }),
        ImagesModule,
        HttpModule.forRoot({ version: 'terminal' }),
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
      ],
    };
  }
}
