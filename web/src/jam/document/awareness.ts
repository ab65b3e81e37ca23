import { JAM_DOCUMENT, UserView } from '@visionary/contract';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { z } from 'zod';
import { SETTING_NAMES, type SettingName } from './shared-settings.js';

export const FieldName = z.enum([JAM_DOCUMENT.prompt, JAM_DOCUMENT.negative]);
export type FieldName = z.infer<typeof FieldName>;

const Cursor = z.object({ field: FieldName, anchor: z.unknown(), head: z.unknown() });

/** The awareness state that each client publishes. */
const CollaboratorState = z.object({
  user: UserView.loose(),
  cursor: Cursor.nullable().optional().catch(null),
  setting: z
    .enum(SETTING_NAMES as [SettingName, ...SettingName[]])
    .nullable()
    .optional()
    .catch(null),
});

/** Another user in the document. Positions are Yjs relative positions as JSON. */
export interface Collaborator {
  readonly clientId: number;
  readonly user: UserView;
  readonly cursor: { readonly field: FieldName; readonly anchor: unknown; readonly head: unknown } | null;
  readonly setting: SettingName | null;
}

/** The other collaborators. Ignores invalid states, because other clients send them. */
export function collaboratorsIn(awareness: Awareness): Collaborator[] {
  return [...awareness.getStates()].flatMap(([clientId, state]) => {
    const read = CollaboratorState.safeParse(state);
    if (clientId === awareness.clientID || !read.success) return [];
    const { user, cursor, setting } = read.data;
    return [{ clientId, user: { id: user.id, name: user.name }, cursor: cursor ?? null, setting: setting ?? null }];
  });
}

/** Resolves a relative position to an index in the text; null if it is not in this text. */
export function cursorIndex(text: Y.Text, position: unknown): number | null {
  if (!text.doc || typeof position !== 'object' || position === null) return null;
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    const found = Y.createAbsolutePositionFromRelativePosition(relative, text.doc);
    return found?.type === text ? found.index : null;
  } catch {
    return null;
  }
}

/** The collaborators, each user once, in the order in which their clients connected. */
export function usersOf(collaborators: readonly Collaborator[]): UserView[] {
  return [...new Map(collaborators.map(({ user }) => [user.id, user])).values()];
}
