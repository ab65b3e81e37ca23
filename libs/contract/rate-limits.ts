import { LIMITS } from './limits.js';
import type { CommandName, VisitorCommandName } from './commands.js';
import type { RouteName } from './routes.js';

/** At most `points` requests within `seconds`. The window starts with the user's first request. */
export interface RateLimitRule {
  readonly points: number;
  readonly seconds: number;
}

/**
 * `newAccount` applies while an account is younger than the configured age. Null means that only the limits of sockets
 * and addresses apply.
 */
export interface RateLimitRules {
  readonly established: RateLimitRule | null;
  readonly newAccount: RateLimitRule | null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const rule = (points: number, seconds: number): RateLimitRule => ({ points, seconds });
const rules = (established: RateLimitRule | null, newAccount: RateLimitRule | null): RateLimitRules => ({
  established,
  newAccount,
});

/**
 * Exceeding one rejects the command with RATE_LIMITED { retryAfterSeconds, points, seconds, newAccount }. Rejected commands do not
 * count. Each node counts on its own.
 */
export const COMMAND_RATE_LIMITS: { readonly [C in CommandName]?: RateLimitRules } = {
  'chat.send': rules(rule(200, 10), rule(10, 20)),
  'chat.edit': rules(rule(60, 10), rule(10, MINUTE)),
  'chat.delete': rules(rule(60, 10), rule(20, MINUTE)),
  'chat.pin': rules(rule(60, MINUTE), rule(10, MINUTE)),
  'chat.react': rules(rule(200, 10), rule(20, 20)),
  'chat.search': rules(rule(120, MINUTE), rule(30, MINUTE)),
  'chat.searchMyRooms': rules(rule(120, MINUTE), rule(30, MINUTE)),
  'rooms.update': rules(rule(60, MINUTE), rule(10, MINUTE)),
  'feed.publish': rules(rule(120, HOUR), rule(10, HOUR)),
  'feed.updatePost': rules(rule(60, MINUTE), rule(20, MINUTE)),
  'comments.add': rules(rule(60, MINUTE), rule(6, MINUTE)),
  'comments.edit': rules(rule(60, MINUTE), rule(10, MINUTE)),
  'comments.react': rules(rule(200, 10), rule(20, 20)),
  'safety.report': rules(rule(30, HOUR), rule(10, HOUR)),
  'hub.setReview': rules(rule(30, MINUTE), rule(6, MINUTE)),
  'users.follow': rules(rule(120, MINUTE), rule(20, MINUTE)),
  'jam.render': rules(null, rule(100, 10 * MINUTE)),
  'jam.repeat': rules(null, rule(100, 10 * MINUTE)),
  'jam.upscale': rules(null, rule(100, 10 * MINUTE)),
  'jam.setPace': rules(rule(30, MINUTE), rule(10, MINUTE)),
  'jam.pin': rules(rule(60, MINUTE), rule(10, MINUTE)),
  'safety.checkTexts': rules(rule(900, MINUTE), rule(480, MINUTE)),
};

/** Many visitors can share an address, so what costs little has room for all of them. */
const CHEAP = rule(1_200, MINUTE);
const READING = rule(600, MINUTE);
const COSTLY = rule(240, MINUTE);

/**
 * For visitors, who are counted by address over all nodes (IPv6 by its /64 network). A command that is open to visitors doesn't
 * compile without an entry. Exceeding one rejects the command with RATE_LIMITED { retryAfterSeconds }.
 */
export const VISITOR_RATE_LIMITS: { readonly [C in VisitorCommandName]: RateLimitRule } = {
  'lobby.subscribe': READING,
  'lobby.unsubscribe': CHEAP,
  'rooms.open': READING,
  'rooms.close': CHEAP,
  'rooms.eventsSince': READING,
  'rooms.listMembers': READING,
  'chat.listReactions': READING,
  'chat.listBefore': READING,
  'chat.listAfter': READING,
  'chat.listAround': READING,
  'chat.getMessage': READING,
  'chat.listPins': READING,
  'chat.listEdits': READING,
  'chat.search': rule(120, MINUTE),
  'jam.sync': READING,
  'jam.estimateLoad': COSTLY,
  'jam.countTokens': COSTLY,
  'jam.listTakesBefore': READING,
  'jam.getTake': READING,
  'generation.setFrameSide': READING,
  'feed.subscribe': READING,
  'feed.unsubscribe': CHEAP,
  'feed.subscribeUpdates': READING,
  'feed.unsubscribeUpdates': CHEAP,
  'feed.openPost': READING,
  'feed.closePost': CHEAP,
  'hub.openModel': READING,
  'hub.closeModel': CHEAP,
  'safety.checkTexts': COSTLY,
  'safety.getPromptPrefix': READING,
};

/** All commands together that visitors send although they may not. */
export const OTHER_VISITOR_RATE_LIMIT = rule(300, MINUTE);

/** New connections of visitors from one address: at least this many, and some for each socket that they may have. */
export const VISITOR_CONNECTION_RATE_LIMIT = { ...rule(60, MINUTE), perSocket: 4 };

/**
 * How often one user can mention a whole room, over all nodes. Exceeding it rejects with CHAT_ROOM_MENTION_RATE_LIMITED
 * { retryAfterSeconds }.
 */
export const ROOM_MENTION_RATE_LIMITS = { members: rule(3, 10 * MINUTE), owners: rule(20, 10 * MINUTE) };

/** How many users the mentions in a user's comments notify, over all nodes. Those beyond are mentions without a notification. */
export const COMMENT_MENTION_RATE_LIMITS = { established: rule(200, DAY), newAccount: rule(20, DAY) };

/** Like COMMAND_RATE_LIMITS, but counted over all nodes. Signing up and in are limited by address instead. */
export const ROUTE_RATE_LIMITS: { readonly [R in RouteName]?: RateLimitRules } = {
  createRoom: rules(rule(300, HOUR), rule(15, HOUR)),
  openDirectRoom: rules(rule(300, HOUR), rule(10, HOUR)),
  createInvitation: rules(rule(300, HOUR), rule(10, HOUR)),
  acceptInvitation: rules(rule(300, HOUR), rule(30, HOUR)),
  uploadRoomImage: rules(null, rule(10, 10 * MINUTE)),
  uploadPostImage: rules(rule(120, HOUR), rule(10, HOUR)),
  createCollection: rules(rule(100, HOUR), rule(10, HOUR)),
  searchHubModels: rules(rule(240, MINUTE), rule(60, MINUTE)),
  modelPicker: rules(rule(240, MINUTE), rule(60, MINUTE)),
  additions: rules(rule(240, MINUTE), rule(60, MINUTE)),
  // As many drafts as are allowed at once, several times an hour. Their bytes are limited by the quota.
  recognizeHubFile: rules(rule(600, HOUR), rule(240, HOUR)),
  createHubDraft: rules(rule(8 * LIMITS.draftsPerUser, HOUR), rule(4 * LIMITS.draftsPerUser, HOUR)),
  publishHubDraft: rules(rule(4 * LIMITS.draftsPerUser, HOUR), rule(2 * LIMITS.draftsPerUser, HOUR)),
  addHubSample: rules(rule(120, HOUR), rule(30, HOUR)),
  search: rules(rule(240, MINUTE), rule(60, MINUTE)),
  suggest: rules(rule(600, MINUTE), rule(200, MINUTE)),
  createLentRenderer: rules(rule(20, HOUR), rule(10, HOUR)),
  updateLentRenderer: rules(rule(60, 10 * MINUTE), rule(20, 10 * MINUTE)),
  renewLentRendererToken: rules(rule(30, HOUR), rule(10, HOUR)),
  updateProfile: rules(rule(60, 10 * MINUTE), rule(20, 10 * MINUTE)),
  setAvatar: rules(rule(20, 10 * MINUTE), rule(5, 10 * MINUTE)),
  searchUsers: rules(rule(240, MINUTE), rule(60, MINUTE)),
  block: rules(rule(100, HOUR), rule(30, HOUR)),
  appeal: rules(rule(10, HOUR), rule(5, HOUR)),
  exportAccount: rules(rule(6, HOUR), rule(3, HOUR)),
};
