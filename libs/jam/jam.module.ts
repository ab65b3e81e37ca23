import { Module } from '@nestjs/common';
import { GenerationModule } from '@visionary/generation';
import { RoomsModule } from '@visionary/rooms';
import { Documents } from './domain/documents.js';
import { SqlDocuments } from './storage/sql-documents.js';
import { CompactDocument } from './usecases/compact-document.js';
import { IsNamedInDocument } from './usecases/is-named-in-document.js';
import { KeepUpdate } from './usecases/keep-update.js';
import { OpenDocument } from './usecases/open-document.js';
import { RenderTogether } from './usecases/render-together.js';
import { RepeatTogether } from './usecases/repeat-together.js';
import { AwarenessRelay } from './wire/awareness-relay.js';
import { DocumentGateway } from './wire/document.gateway.js';
import { DocumentKeeper } from './wire/document-keeper.js';
import { DocumentRelay } from './wire/document-relay.js';
import { ForecastGateway } from './wire/forecast.gateway.js';
import { HoldStartPictures } from './wire/hold-start-pictures.js';
import { JamPart } from './wire/jam-part.js';
import { LiveDocuments } from './wire/live-documents.js';
import { LogWhatHappensToTakes } from './wire/log-what-happens-to-takes.js';
import { RenderGateway } from './wire/render.gateway.js';
import { RunningGateway } from './wire/running.gateway.js';
import { TakesGateway } from './wire/takes.gateway.js';
import { TakesOfRooms } from './wire/takes-of-rooms.js';
import { TellWhatIsChosen } from './wire/tell-what-is-chosen.js';
import { UnrulySockets } from './wire/unruly-sockets.js';
import { Writers } from './wire/writers.js';

/** Writing a prompt and rendering it, many hands at once, in a room. */
@Module({
  imports: [RoomsModule, GenerationModule],
  providers: [
    { provide: Documents, useClass: SqlDocuments },
    ...[OpenDocument, KeepUpdate, CompactDocument, IsNamedInDocument, RenderTogether, RepeatTogether],
    ...[LiveDocuments, DocumentKeeper, DocumentRelay, AwarenessRelay, UnrulySockets, Writers],
    ...[DocumentGateway, RenderGateway, RunningGateway, TakesGateway, ForecastGateway],
    ...[JamPart, TakesOfRooms, LogWhatHappensToTakes, HoldStartPictures, TellWhatIsChosen],
  ],
})
export class JamModule {}
