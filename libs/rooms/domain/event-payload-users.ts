import { deletedUser, type User } from './user.js';

/** A user as a stored payload has them: names and images are looked up when it is read, so none stays behind. */
interface Stored {
  readonly $user: string;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** The contract's User and nothing else: an id, a name, perhaps an image. */
const isUser = (value: Record<string, unknown>): value is Record<string, unknown> & User => {
  if (typeof value['id'] !== 'string' || typeof value['name'] !== 'string') return false;
  const named = value['image'] === undefined || typeof value['image'] === 'string';
  return named && Object.keys(value).every((key) => key === 'id' || key === 'name' || key === 'image');
};
const isStored = (value: Record<string, unknown>): value is Record<string, unknown> & Stored =>
  typeof value['$user'] === 'string' && Object.keys(value).length === 1;

/** @returns the id, where this is a user: as the contract has them, or as they are stored. */
const userIn = (value: Record<string, unknown>): string | null => {
  if (isStored(value)) return value.$user;
  return isUser(value) ? value.id : null;
};

/** A copy with every user in it replaced. */
const replaced = (value: unknown, by: (userId: string) => object): unknown => {
  if (Array.isArray(value)) return value.map((one) => replaced(one, by));
  if (!isPlain(value)) return value;
  const userId = userIn(value);
  if (userId !== null) return by(userId);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, by)]));
};

/** The payload with ids alone, as it is stored. */
export const toStoredPayload = (payload: object): object => replaced(payload, ($user): Stored => ({ $user })) as object;

/** Everybody in these payloads, once. */
export const userIdsIn = (payloads: readonly object[]): string[] => {
  const ids = new Set<string>();
  for (const payload of payloads) replaced(payload, (userId) => ids.add(userId));
  return [...ids];
};

/** The payload as the contract has it. Whoever is not among the users has left; names that it holds itself do not count. */
export const toViewPayload = (payload: object, users: ReadonlyMap<string, User>): object =>
  replaced(payload, (userId) => users.get(userId) ?? deletedUser(userId)) as object;
