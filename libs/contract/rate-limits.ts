import type { CommandName } from './commands.js';
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
const pace = (points: number, seconds: number): RateLimitRule => ({ points, seconds });
const both = (established: RateLimitRule | null, newAccount: RateLimitRule | null): RateLimitRules => ({
  established,
  newAccount,
});

/** Exceeding one rejects the command with RATE_LIMITED { retryAfterSeconds }. Each node counts on its own. */
export const COMMAND_RATE_LIMITS: { readonly [C in CommandName]?: RateLimitRules } = {
  'chat.send': both(pace(200, 10), pace(10, 20)),
  'chat.edit': both(pace(60, 10), pace(10, MINUTE)),
  'chat.delete': both(pace(60, 10), pace(20, MINUTE)),
  'chat.pin': both(pace(60, MINUTE), pace(10, MINUTE)),
  'chat.react': both(pace(200, 10), pace(20, 20)),
  'chat.search': both(pace(120, MINUTE), pace(30, MINUTE)),
  'chat.searchMyRooms': both(pace(120, MINUTE), pace(30, MINUTE)),
  'rooms.update': both(pace(60, MINUTE), pace(10, MINUTE)),
  'feed.publish': both(pace(120, HOUR), pace(10, HOUR)),
  'feed.updatePost': both(pace(60, MINUTE), pace(20, MINUTE)),
  'comments.add': both(pace(60, MINUTE), pace(6, MINUTE)),
  'comments.edit': both(pace(60, MINUTE), pace(10, MINUTE)),
  'comments.react': both(pace(200, 10), pace(20, 20)),
  'safety.report': both(pace(30, HOUR), pace(10, HOUR)),
  'hub.setReview': both(pace(30, MINUTE), pace(6, MINUTE)),
  'users.follow': both(pace(120, MINUTE), pace(20, MINUTE)),
  'jam.render': both(null, pace(20, 10 * MINUTE)),
  'jam.repeat': both(null, pace(20, 10 * MINUTE)),
  'jam.pin': both(pace(60, MINUTE), pace(10, MINUTE)),
};

/**
 * How often one user can mention a whole room, over all nodes. Exceeding it rejects with CHAT_ROOM_MENTION_RATE_LIMITED
 * { retryAfterSeconds }.
 */
export const ROOM_MENTION_RATE_LIMITS = { members: pace(3, 10 * MINUTE), owners: pace(20, 10 * MINUTE) };

/** Like COMMAND_RATE_LIMITS, but counted over all nodes. Signing up and in are limited by address instead. */
export const ROUTE_RATE_LIMITS: { readonly [R in RouteName]?: RateLimitRules } = {
  createRoom: both(pace(300, HOUR), pace(5, HOUR)),
  openDirectRoom: both(pace(300, HOUR), pace(10, HOUR)),
  createInvitation: both(pace(300, HOUR), pace(10, HOUR)),
  acceptInvitation: both(pace(300, HOUR), pace(30, HOUR)),
  uploadRoomImage: both(null, pace(10, 10 * MINUTE)),
  uploadPostImage: both(pace(120, HOUR), pace(10, HOUR)),
  createCollection: both(pace(100, HOUR), pace(10, HOUR)),
  searchHubModels: both(pace(240, MINUTE), pace(60, MINUTE)),
  modelPicker: both(pace(240, MINUTE), pace(60, MINUTE)),
  createHubDraft: both(pace(60, HOUR), pace(10, HOUR)),
  publishHubDraft: both(pace(60, HOUR), pace(10, HOUR)),
  addHubSample: both(pace(120, HOUR), pace(30, HOUR)),
  search: both(pace(240, MINUTE), pace(60, MINUTE)),
  suggest: both(pace(600, MINUTE), pace(200, MINUTE)),
  updateProfile: both(pace(60, 10 * MINUTE), pace(20, 10 * MINUTE)),
  setAvatar: both(pace(20, 10 * MINUTE), pace(5, 10 * MINUTE)),
  searchUsers: both(pace(240, MINUTE), pace(60, MINUTE)),
  block: both(pace(100, HOUR), pace(30, HOUR)),
  appeal: both(pace(10, HOUR), pace(5, HOUR)),
  exportAccount: both(pace(6, HOUR), pace(3, HOUR)),
};
