import { randomUUID } from 'node:crypto';
import * as Y from 'yjs';
import { inJson, objectOf } from './json-names.js';
import type { Execute } from '../migration.js';

const renamedInit = inJson(objectOf({ keys: { picture: 'image' } }));

/** @returns an update that renames the init image in the settings of a document; null where nothing changes */
function renamedSettings(states: readonly Uint8Array[]): Uint8Array | null {
  const doc = new Y.Doc();
  for (const state of states) Y.applyUpdate(doc, state);
  const settings = doc.getMap('settings');
  const init = settings.get('init');
  const changed = renamedInit(init);
  if (changed === init) return null;
  const before = Y.encodeStateVector(doc);
  settings.set('init', changed);
  return Y.encodeStateAsUpdate(doc, before);
}

/** The settings in a room's document name an init image under `picture` until now: one more update renames it. */
export async function rewriteJamDocuments(execute: Execute): Promise<void> {
  for (const { room_id: roomId, at } of await execute('select room_id, at from jam_snapshot order by room_id')) {
    const snapshot = await execute('select state from jam_snapshot where room_id = ?', [roomId]);
    const updates = await execute('select state from jam_update where room_id = ?', [roomId]);
    const update = renamedSettings([...snapshot, ...updates].map(({ state }) => state as Uint8Array));
    if (!update) continue;
    await execute('insert into jam_update (id, room_id, state, writers, at) values (?, ?, ?, ?, ?)', [
      ...[randomUUID(), roomId, Buffer.from(update), '[]', at],
    ]);
  }
}
