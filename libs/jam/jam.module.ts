import { Module } from '@nestjs/common';
import { GenerationModule } from '@visionary/generation';
import { RoomsModule } from '@visionary/rooms';
import { Documents } from './domain/documents.js';
import { SqlDocuments } from './storage/sql-documents.js';
import { CompactDocument } from './use-cases/compact-document.js';
import { IsUploadUsedInDocument } from './use-cases/is-upload-used-in-document.js';
import { SaveUpdate } from './use-cases/save-update.js';
import { OpenDocument } from './use-cases/open-document.js';
import { RenderInRoom } from './use-cases/render-in-room.js';
import { RepeatInRoom } from './use-cases/repeat-in-room.js';
import { AwarenessRelay } from './api/awareness-relay.js';
import { DocumentGateway } from './api/document.gateway.js';
import { DocumentPersister } from './api/document-persister.js';
import { DocumentRelay } from './api/document-relay.js';
import { ForecastGateway } from './api/forecast.gateway.js';
import { InitImageUsageProvider } from './api/init-image-usage-provider.js';
import { JamRoomProvider } from './api/jam-room-provider.js';
import { LiveDocuments } from './api/live-documents.js';
import { TakeEventLogger } from './api/take-event-logger.js';
import { RenderGateway } from './api/render.gateway.js';
import { RunningGateway } from './api/running.gateway.js';
import { TakesGateway } from './api/takes.gateway.js';
import { RoomTakes } from './api/room-takes.js';
import { ModelSelectionProvider } from './api/model-selection-provider.js';
import { MisbehavingSockets } from './api/misbehaving-sockets.js';
import { PromptAuthors } from './api/prompt-authors.js';

/** Writing a prompt and rendering it, many hands at once, in a room. */
@Module({
  imports: [RoomsModule, GenerationModule],
  providers: [
    { provide: Documents, useClass: SqlDocuments },
    ...[OpenDocument, SaveUpdate, CompactDocument, IsUploadUsedInDocument, RenderInRoom, RepeatInRoom],
    ...[LiveDocuments, DocumentPersister, DocumentRelay, AwarenessRelay, MisbehavingSockets, PromptAuthors],
    ...[DocumentGateway, RenderGateway, RunningGateway, TakesGateway, ForecastGateway],
    ...[JamRoomProvider, RoomTakes, TakeEventLogger, InitImageUsageProvider, ModelSelectionProvider],
  ],
})
export class JamModule {}
