import type { CommandName } from './commands.js';
import type { RouteName } from './routes.js';

/** So many within `seconds`, counted for one person from the first. */
export interface Pace {
  readonly points: number;
  readonly seconds: number;
}

/** `newcomer` holds while an account is younger than the operator says. Null: as fast as the socket or the address may. */
export interface Paces {
  readonly established: Pace | null;
  readonly newcomer: Pace | null;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const pace = (points: number, seconds: number): Pace => ({ points, seconds });
const both = (established: Pace | null, newcomer: Pace | null): Paces => ({ established, newcomer });

/** Beyond them a command gets RATE_LIMITED { retryAfterSeconds }. Counted on each node by itself. */
export const COMMAND_PACES: { readonly [C in CommandName]?: Paces } = {
  'chat.send': both(pace(200, 10), pace(10, 20)),
  'chat.edit': both(pace(60, 10), pace(10, MINUTE)),
  'chat.delete': both(pace(60, 10), pace(20, MINUTE)),
  'chat.pin': both(pace(60, MINUTE), pace(10, MINUTE)),
  'chat.react': both(pace(200, 10), pace(20, 20)),
  'chat.search': both(pace(120, MINUTE), pace(30, MINUTE)),
  'chat.searchMine': both(pace(120, MINUTE), pace(30, MINUTE)),
  'rooms.change': both(pace(60, MINUTE), pace(10, MINUTE)),
  'feed.publish': both(pace(120, HOUR), pace(10, HOUR)),
  'feed.change': both(pace(60, MINUTE), pace(20, MINUTE)),
  'feed.react': both(pace(200, 10), pace(20, 20)),
  'feed.comment': both(pace(60, MINUTE), pace(6, MINUTE)),
  'feed.editComment': both(pace(60, MINUTE), pace(10, MINUTE)),
  'feed.reactToComment': both(pace(200, 10), pace(20, 20)),
  'safety.report': both(pace(30, HOUR), pace(10, HOUR)),
  'hub.react': both(pace(200, 10), pace(20, 20)),
  'hub.review': both(pace(30, MINUTE), pace(6, MINUTE)),
  'hub.comment': both(pace(60, MINUTE), pace(6, MINUTE)),
  'hub.editComment': both(pace(60, MINUTE), pace(10, MINUTE)),
  'hub.reactToSaid': both(pace(200, 10), pace(20, 20)),
  'people.follow': both(pace(120, MINUTE), pace(20, MINUTE)),
  'jam.render': both(null, pace(20, 10 * MINUTE)),
  'jam.repeat': both(null, pace(20, 10 * MINUTE)),
};

/** How often one person may call everybody in one room, over all nodes: CHAT_EVERYBODY_TOO_OFTEN { retryAfterSeconds }. */
export const CALLS_OF_EVERYBODY = { members: pace(3, 10 * MINUTE), owners: pace(20, 10 * MINUTE) };

/** As COMMAND_PACES, over all nodes. Signing up and in have limits of their own, by address. */
export const ROUTE_PACES: { readonly [R in RouteName]?: Paces } = {
  openRoom: both(pace(300, HOUR), pace(5, HOUR)),
  openDirect: both(pace(300, HOUR), pace(10, HOUR)),
  invite: both(pace(300, HOUR), pace(10, HOUR)),
  acceptInvitation: both(pace(300, HOUR), pace(30, HOUR)),
  upload: both(null, pace(10, 10 * MINUTE)),
  uploadPost: both(pace(120, HOUR), pace(10, HOUR)),
  newCollection: both(pace(100, HOUR), pace(10, HOUR)),
  findHub: both(pace(240, MINUTE), pace(60, MINUTE)),
  modelChoices: both(pace(240, MINUTE), pace(60, MINUTE)),
  newHubDraft: both(pace(60, HOUR), pace(10, HOUR)),
  publishHubDraft: both(pace(60, HOUR), pace(10, HOUR)),
  addHubSample: both(pace(120, HOUR), pace(30, HOUR)),
  find: both(pace(240, MINUTE), pace(60, MINUTE)),
  suggest: both(pace(600, MINUTE), pace(200, MINUTE)),
  changeMe: both(pace(60, 10 * MINUTE), pace(20, 10 * MINUTE)),
  changeMyPicture: both(pace(20, 10 * MINUTE), pace(5, 10 * MINUTE)),
  people: both(pace(240, MINUTE), pace(60, MINUTE)),
  block: both(pace(100, HOUR), pace(30, HOUR)),
  appeal: both(pace(10, HOUR), pace(5, HOUR)),
  exportMe: both(pace(6, HOUR), pace(3, HOUR)),
};
