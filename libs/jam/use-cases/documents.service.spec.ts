import { describe, expect, it } from '@jest/globals';
import type { ModelCatalog } from '@visionary/generation';
import type { Clock, Ids, UnitOfWork } from '@visionary/kernel';
import * as Y from 'yjs';
import type { CompactedDocument, StoredDocument } from '../domain/stored-document.js';
import type { SqlDocuments } from '../storage/sql-documents.js';
import { DocumentsService } from './documents.service.js';

/** Each text is written by a client of its own. The last update deletes the first text. */
const updatesOf = (...texts: readonly string[]): Uint8Array[] => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const [index, text] of texts.entries()) {
    doc.clientID = index + 1;
    doc.getText('prompt').insert(doc.getText('prompt').length, text);
  }
  doc.getText('prompt').delete(0, texts[0]?.length ?? 0);
  return updates;
};

describe('DocumentsService', () => {
  it('[J11] keeps the authorship of remaining text, and no other, when it compacts', async () => {
    const updates = updatesOf('deleted', 'a fox', ' in the snow');
    const stored: StoredDocument = {
      updates: updates.slice(0, 3),
      authorship: [
        [1, 'ann'],
        [2, 'bob'],
      ],
    };
    let compacted: CompactedDocument | undefined;
    const documents = {
      compact: async (...[, , merge]: Parameters<SqlDocuments['compact']>) => void (compacted = merge(stored)),
    } as unknown as SqlDocuments;
    const unitOfWork = { run: (work: () => unknown) => work() } as unknown as UnitOfWork;
    const clock: Clock = { now: () => 1 };
    const service = new DocumentsService(documents, {} as ModelCatalog, unitOfWork, clock, {} as Ids);
    // Only this node knows of the deletion, and who the third client is.
    await service.compact('room', { state: Y.mergeUpdates(updates), authorship: [[3, 'cy']] });
    expect(compacted?.authorship).toEqual([
      [2, 'bob'],
      [3, 'cy'],
    ]);
  });
});
