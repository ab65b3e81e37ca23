import { deletedUser, type User } from './user.js';

/** A user in a stored payload. Names and images are looked up when the payload is read, so none is stored. */
interface StoredUser {
  readonly $user: string;
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** Exactly the contract's UserView: an id, a name, and optionally an image. */
const isUser = (value: Record<string, unknown>): value is Record<string, unknown> & User => {
  if (typeof value['id'] !== 'string' || typeof value['name'] !== 'string') return false;
  const hasValidImage = value['image'] === undefined || typeof value['image'] === 'string';
  return hasValidImage && Object.keys(value).every((key) => key === 'id' || key === 'name' || key === 'image');
};
const isStoredUser = (value: Record<string, unknown>): value is Record<string, unknown> & StoredUser =>
  typeof value['$user'] === 'string' && Object.keys(value).length === 1;

/** @returns the id of a user in either form; null for any other object */
const userIdOf = (value: Record<string, unknown>): string | null => {
  if (isStoredUser(value)) return value.$user;
  return isUser(value) ? value.id : null;
};

/** A thing of a user, with the name that they gave it: the contract's LentByView. The name is part of what a user leaves behind. */
const isOwned = (value: Record<string, unknown>): value is { readonly owner: Record<string, unknown> } =>
  isPlainObject(value['owner']) &&
  userIdOf(value['owner']) !== null &&
  Object.keys(value).every((key) => key === 'name' || key === 'owner');

/** Copies a value with every user in it replaced, and without the names of what they own. */
const replaceUsers = (value: unknown, replacementOf: (userId: string) => object): unknown => {
  if (Array.isArray(value)) return value.map((item) => replaceUsers(item, replacementOf));
  if (!isPlainObject(value)) return value;
  const userId = userIdOf(value);
  if (userId !== null) return replacementOf(userId);
  if (isOwned(value)) return { owner: replaceUsers(value.owner, replacementOf) };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceUsers(item, replacementOf)]));
};

/** The stored form of a payload, with ids in place of users. */
export const toStoredPayload = (payload: object): object =>
  replaceUsers(payload, ($user): StoredUser => ({ $user })) as object;

/** Ids of all users in these payloads, without duplicates. */
export const userIdsIn = (payloads: readonly object[]): string[] => {
  const ids = new Set<string>();
  for (const payload of payloads) replaceUsers(payload, (userId) => ids.add(userId));
  return [...ids];
};

/** The contract's form of a payload. Users missing in the map are deleted; names inside the payload are ignored. */
export const toViewPayload = (payload: object, users: ReadonlyMap<string, User>): object =>
  replaceUsers(payload, (userId) => users.get(userId) ?? deletedUser(userId)) as object;
