import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RoomAccess } from '@visionary/kernel';
import {
  type ModerationHandler,
  ModerationRegistry,
  type ReportedPrompts,
  type ReportedText,
  type Subject,
  type SubjectDetails,
  subjectKey,
} from '@visionary/safety';
import { DocumentsService } from '../use-cases/documents.service.js';
import { LiveDocuments } from './live-documents.js';

/** Lets users report the shared prompt of a room, and moderators delete what was reported. */
@Injectable()
export class ModeratedPrompts implements ModerationHandler, OnModuleInit {
  constructor(
    private readonly registry: ModerationRegistry,
    private readonly liveDocuments: LiveDocuments,
    private readonly documents: DocumentsService,
    private readonly access: RoomAccess,
  ) {}

  onModuleInit(): void {
    this.registry.add('prompt', this);
    // A prompt changes before a moderator reads about it.
    for (const kind of ['room', 'prompt'] as const) this.registry.addEvidence(kind, ({ id }) => this.promptsOf(id));
  }

  /** Only the room: the text that matters is the one that reports keep. */
  async describe(subjects: readonly Subject[]): Promise<ReadonlyMap<string, SubjectDetails>> {
    const roomOf = (id: string) => ({ kind: 'room', id }) as const;
    const rooms = await this.registry.describe(subjects.map(({ id }) => roomOf(id)));
    return new Map(
      subjects.flatMap((subject) => {
        const room = rooms.get(subjectKey(roomOf(subject.id)));
        return room ? [[subjectKey(subject), detailsOf(subject.id, room)] as const] : [];
      }),
    );
  }

  async canView(userId: string, { id }: Subject): Promise<boolean> {
    return (await this.access.roleOf(userId, id)) !== null;
  }

  async hide({ id }: Subject, _byId: string | null, _at: number, reported?: ReportedText): Promise<void> {
    if (reported) await this.documents.eraseReported(id, reported);
  }

  private async promptsOf(roomId: string): Promise<ReportedPrompts | null> {
    const reported = await this.liveDocuments.reportedPrompts(roomId);
    return reported.prompt === '' && reported.negative === '' ? null : reported;
  }
}

const detailsOf = (id: string, { title, at, path }: SubjectDetails): SubjectDetails => ({
  title,
  text: '',
  authorId: null,
  at,
  container: { kind: 'room', id, name: title },
  ...(path !== undefined && { path }),
});
