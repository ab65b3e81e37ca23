import type { UserView } from '@visionary/contract';

const KEYS = new Set(['id', 'name', 'image']);

/**
 * All user views inside a value from the server, at any depth and in order. A view has exactly `id`, `name`, and
 * optionally `image`. Room references look the same, but their ids never match a user's.
 */
export function findUsers(payload: unknown, found: UserView[] = []): UserView[] {
  if (
    typeof payload !== 'object' ||
    payload === null ||
    ArrayBuffer.isView(payload) ||
    payload instanceof ArrayBuffer
  ) {
    return found;
  }
  if (Array.isArray(payload)) {
    for (const item of payload) findUsers(item, found);
    return found;
  }
  if (isUser(payload)) found.push(payload);
  else for (const item of Object.values(payload)) findUsers(item, found);
  return found;
}

function isUser(value: object): value is UserView {
  if (!('id' in value && 'name' in value) || typeof value.id !== 'string' || typeof value.name !== 'string') {
    return false;
  }
  return Object.keys(value).every((key) => KEYS.has(key));
}
