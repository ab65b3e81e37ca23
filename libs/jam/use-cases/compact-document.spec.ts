import { describe, expect, it } from '@jest/globals';
import type { Clock, UnitOfWork } from '@visionary/kernel';
import * as Y from 'yjs';
import type { CompactedDocument, Documents, StoredDocument } from '../domain/documents.js';
import { CompactDocument } from './compact-document.js';

/** Each writes by a client of their own; the last one deletes the first one's text. */
const written = (...texts: readonly string[]): Uint8Array[] => {
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

describe('a compacted document', () => {
  it('[J11] keeps who wrote the text that is left, and forgets who has nothing left', async () => {
    const updates = written('gone', 'a fox', ' in the snow');
    const kept: StoredDocument = {
      updates: updates.slice(0, 3),
      writerIds: ['ann', 'bob', 'before'],
      authorship: [
        [1, 'ann'],
        [2, 'bob'],
      ],
    };
    let compacted: CompactedDocument | undefined;
    const documents = {
      compact: async (...[, , merge]: Parameters<Documents['compact']>) => void (compacted = merge(kept)),
    } as unknown as Documents;
    const unitOfWork = { run: (work: () => unknown) => work() } as unknown as UnitOfWork;
    const clock: Clock = { now: () => 1 };
    // What this node knows and the database does not: the deletion, and who the third is.
    const known = { state: Y.mergeUpdates(updates), authorship: [[3, 'cy']] as const };
    await new CompactDocument(documents, unitOfWork, clock).run('room', known);
    expect(compacted?.authorship).toEqual([
      [2, 'bob'],
      [3, 'cy'],
    ]);
    // Of whom no client is known may still have text in it.
    expect(compacted?.writerIds).toEqual(['bob', 'before']);
  });
});
