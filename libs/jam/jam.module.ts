import { Module } from '@nestjs/common';
import { SafetyModule } from '@visionary/safety';
import { GenerationModule } from '@visionary/generation';
import { RoomsModule } from '@visionary/rooms';
import { AwarenessRelay } from './api/awareness-relay.js';
import { DocumentGateway } from './api/document.gateway.js';
import { DocumentPersister } from './api/document-persister.js';
import { DocumentRelay } from './api/document-relay.js';
import { DocumentUsageProvider } from './api/document-usage-provider.js';
import { HouseRoomScheduler } from './api/house-room-scheduler.js';
import { JamRoomProvider } from './api/jam-room-provider.js';
import { LiveDocuments } from './api/live-documents.js';
import { MaskedDocuments } from './api/masked-documents.js';
import { ModeratedPrompts } from './api/moderated-prompts.js';
import { MisbehavingSockets } from './api/misbehaving-sockets.js';
import { RoomPaceProvider } from './api/room-pace-provider.js';
import { TakesGateway } from './api/takes.gateway.js';
import { SqlDocuments } from './storage/sql-documents.js';
import { SqlPaceChanges } from './storage/sql-pace-changes.js';
import { SqlPinnedTakes } from './storage/sql-pinned-takes.js';
import { DocumentsService } from './use-cases/documents.service.js';
import { HouseTakesService } from './use-cases/house-takes.service.js';
import { PinnedTakesService } from './use-cases/pinned-takes.service.js';
import { RoomPaceService } from './use-cases/room-pace.service.js';
import { RoomTakesService } from './use-cases/room-takes.service.js';

/** The shared document of a room, and rendering from it. */
@Module({
  imports: [RoomsModule, GenerationModule, SafetyModule],
  providers: [
    SqlDocuments,
    SqlPinnedTakes,
    SqlPaceChanges,
    DocumentsService,
    HouseTakesService,
    PinnedTakesService,
    RoomPaceService,
    RoomTakesService,
    LiveDocuments,
    DocumentPersister,
    MaskedDocuments,
    DocumentRelay,
    AwarenessRelay,
    MisbehavingSockets,
    DocumentGateway,
    TakesGateway,
    HouseRoomScheduler,
    JamRoomProvider,
    RoomPaceProvider,
    ModeratedPrompts,
    DocumentUsageProvider,
  ],
})
export class JamModule {}
