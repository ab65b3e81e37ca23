import { Injectable } from '@nestjs/common';
import { BUILT_IN_MODEL } from '@visionary/contract';
import { ModelCatalog } from '@visionary/generation';
import { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import type { ReportedText } from '@visionary/safety';
import { PromptTextRemoved, PromptWritten } from '../domain/events.js';
import { ClientAuthorship, type ClientUserMap } from '../domain/client-authorship.js';
import type { SharedSettings } from '../domain/document-schema.js';
import { SharedDocument } from '../domain/shared-document.js';
import type { CompactedDocument, StoredDocument, StoredUpdate } from '../domain/stored-document.js';
import { SqlDocuments } from '../storage/sql-documents.js';

/** Comes with Visionary. Models that an operator adds are chosen by users, not by their place in the alphabet. */

/** Stores the shared documents of rooms. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly documents: SqlDocuments,
    private readonly models: ModelCatalog,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Loads the document of a room, or creates it with the recommended settings of the built-in model, else of the first. */
  async open(roomId: string): Promise<StoredDocument> {
    const stored = await this.documents.load(roomId);
    if (stored) return stored;
    const models = await this.models.list();
    const model = models.find(({ id }) => id === BUILT_IN_MODEL) ?? models[0];
    const seed = SharedDocument.seed((model?.recommended ?? {}) as unknown as SharedSettings);
    await this.documents.seed(roomId, seed, this.clock.now());
    return (await this.documents.load(roomId)) ?? { updates: [seed], authorship: [] };
  }

  append(roomId: string, update: Pick<StoredUpdate, 'update' | 'authorship'>): Promise<void> {
    return this.documents.append({ ...update, id: this.ids.next(), roomId, at: this.clock.now() });
  }

  /**
   * Deletes what reports keep and the prompts still contain, in the running transaction. Text without a known author is deleted, too,
   * whichever authors are named.
   */
  async eraseReported(roomId: string, { prompts, authorIds }: ReportedText): Promise<void> {
    const stored = await this.documents.load(roomId);
    if (!stored) return;
    const authorship = new ClientAuthorship();
    authorship.merge(stored.authorship);
    const mayErase = (client: number) => {
      const userId = authorship.userOf(client);
      return userId === null || authorIds.includes(userId);
    };
    const clocks = new Map<number, number>();
    for (const [client, clock] of prompts.flatMap((reported) => [...reported.clocks])) {
      if (mayErase(client)) clocks.set(client, Math.max(clocks.get(client) ?? 0, clock));
    }
    const document = new SharedDocument();
    for (const update of stored.updates) document.apply(update);
    const update = document.eraseText(clocks);
    document.destroy();
    if (!update) return;
    await this.append(roomId, { update, authorship: [] });
    this.unitOfWork.publish(new PromptTextRemoved(roomId, update));
  }

  /** Replaces the shared prompt of a room by text of this user, and compacts the document. */
  async writePrompt(roomId: string, prompt: string, userId: string): Promise<void> {
    const stored = await this.open(roomId);
    const document = new SharedDocument();
    for (const update of stored.updates) document.apply(update);
    const { update, client } = document.writePrompt(prompt);
    const authorship: ClientUserMap = [[client, userId]];
    const { state } = document;
    document.destroy();
    await this.unitOfWork.run(async () => {
      await this.append(roomId, { update, authorship });
      await this.compact(roomId, { state, authorship });
      this.unitOfWork.publish(new PromptWritten(roomId, update, authorship));
    });
  }

  /**
   * Merges snapshot and updates into one snapshot without deleted text.
   * @param live what this node has in memory, which may include updates of a node that died before it stored them
   */
  compact(roomId: string, live: { readonly state: Uint8Array; readonly authorship: ClientUserMap }): Promise<void> {
    const merge = ({ updates, authorship }: StoredDocument): CompactedDocument => {
      const document = new SharedDocument();
      for (const update of [...updates, live.state]) document.apply(update);
      const { state, presentClients } = document;
      document.destroy();
      const clientAuthorship = new ClientAuthorship();
      clientAuthorship.merge([...authorship, ...live.authorship]);
      clientAuthorship.prune(presentClients);
      return { state, authorship: clientAuthorship.entries };
    };
    return this.unitOfWork.run(() => this.documents.compact(roomId, this.clock.now(), merge));
  }

  /** Whether the stored settings of a room use an upload as init image or mask. */
  async usesUpload(roomId: string, uploadId: string): Promise<boolean> {
    const stored = await this.documents.load(roomId);
    const document = new SharedDocument();
    try {
      for (const update of stored?.updates ?? []) document.apply(update);
      return document.usesUpload(uploadId);
    } finally {
      document.destroy();
    }
  }
}
