import { z } from 'zod';
import {
  DeleteMessage,
  EditMessage,
  MarkRead,
  MarkUnread,
  MessageHistory,
  MessagePage,
  MessagesAround,
  MessagesFound,
  MessageView,
  MessageWindow,
  NewerMessages,
  OlderMessages,
  PinMessage,
  PinnedMessages,
  React,
  ReactionPage,
  ReactionsAsked,
  ReadMark,
  SearchMessages,
  SearchMine,
  SendMessage,
  SetNotify,
  Typing,
} from './chat.js';
import { CommentSaid, EditComment, ReactToComment, RemoveComment, SayComment } from './comments.js';
import { ErrorView } from './errors.js';
import { AdminView } from './admin.js';
import { ModelForecast, PreviewView, TakeView } from './generation.js';
import {
  AskForecast,
  AwarenessUpdate,
  CancelTake,
  CountTokens,
  DocumentSync,
  DocumentUpdate,
  Render,
  RepeatTake,
  SteerTake,
  StopTake,
  TokenCounts,
} from './jam.js';
import { command, Done } from './command.js';
import { HUB_COMMANDS } from './hub-commands.js';
import { RoomEvent } from './log.js';
import { LIMITS } from './limits.js';
import { MyState, PeopleNow, WatchPeople } from './me.js';
import { Choose, NotificationPage } from './notifications.js';
import {
  AboutPost,
  ChangePost,
  FeedNow,
  MyReactions,
  PostView,
  PostWatched,
  Publish,
  ReactToPost,
  WatchFeed,
} from './posts.js';
import { Bytes, Id, Seq } from './primitives.js';
import { SAFETY_STYLE_COMMANDS } from './safety-styles.js';
import { SAFETY_WORD_COMMANDS } from './safety-words.js';
import {
  ArchiveRoom,
  BanPerson,
  ChangeRoom,
  CloseRoom,
  EventPage,
  InRoom,
  KickMember,
  LeaveRoom,
  LobbyView,
  MemberList,
  MissedEvents,
  MuteMember,
  OpenRoom,
  RoomSnapshot,
  SetRole,
} from './rooms.js';
import { SAFETY_CASE_COMMANDS } from './safety-case-commands.js';

const Logged = z.strictObject({ event: RoomEvent });

/** Client to server, `<slice>.<verb>`. Every one is acknowledged with an Ack of its reply. */
export const COMMANDS = {
  'lobby.watch': command(
    'nothing',
    z.strictObject({}),
    LobbyView,
    'The lobby now; `lobby.changed` follows until lobby.leave',
  ),
  'lobby.leave': command('nothing', z.strictObject({}), Done, 'No more lobby.changed'),
  'rooms.open': command('read', OpenRoom, RoomSnapshot, 'Enter a room: one reply with its present state'),
  'rooms.close': command('read', CloseRoom, Done, 'Leave the room on this socket'),
  'rooms.missed': command('read', MissedEvents, EventPage, 'Events after a seq, to fill a gap'),
  'rooms.members': command('read', InRoom, MemberList, 'Who belongs to the room'),
  'rooms.leave': command('react', LeaveRoom, Logged, 'Belong to the room no more', {
    staysOpen: true,
    notDirect: true,
  }),
  'rooms.change': command('manage', ChangeRoom, Logged, 'Name, topic, visibility, language, newcomers'),
  'rooms.setRole': command('manage', SetRole, Logged, 'What a member may do'),
  'rooms.kick': command('manage', KickMember, Logged, 'Send a member away; a public room they may enter again', {
    moderated: true,
  }),
  'rooms.mute': command('manage', MuteMember, Logged, 'Let a member only read for a while', { moderated: true }),
  'rooms.ban': command('manage', BanPerson, Logged, 'Keep somebody out, or let them in again', { moderated: true }),
  'rooms.archive': command('manage', ArchiveRoom, Logged, 'Nobody writes in it any more, or again'),
  'chat.send': command('write', SendMessage, Logged, 'Say something; idempotent by clientId'),
  'chat.edit': command('write', EditMessage, Logged, 'Say it otherwise; only the author'),
  'chat.delete': command('react', DeleteMessage, Logged, 'Remove a message: the author, an owner, a moderator', {
    staysOpen: true,
    moderated: true,
  }),
  'chat.pin': command('write', PinMessage, Logged, 'Keep a message at hand for everybody'),
  'chat.react': command('react', React, Logged, 'Give or take back an emoji; idempotent by clientId'),
  'chat.reactions': command('read', ReactionsAsked, ReactionPage, 'Who gave an emoji, page by page'),
  'chat.older': command('read', OlderMessages, MessagePage, 'A page of messages before a seq, newest first'),
  'chat.newer': command('read', NewerMessages, MessagePage, 'A page of messages after a seq, newest first'),
  'chat.around': command('read', MessagesAround, MessageWindow, 'A page around a message or a seq, newest first'),
  'chat.message': command(
    'read',
    z.strictObject({ roomId: Id, messageId: Id }),
    z.strictObject({ message: MessageView, seq: Seq }),
    'One message as it is now',
  ),
  'chat.pins': command('read', InRoom, PinnedMessages, 'What is pinned, newest first'),
  'chat.history': command(
    'read',
    z.strictObject({ roomId: Id, messageId: Id }),
    MessageHistory,
    'What a message said before',
  ),
  'chat.search': command('read', SearchMessages, MessagesFound, 'Messages of this room, newest first'),
  'chat.searchMine': command('self', SearchMine, MessagesFound, 'Messages of all rooms I belong to, newest first', {
    staysOpen: true,
  }),
  'chat.read': command('react', MarkRead, ReadMark, 'I have read up to here; `chat.marked` tells my other pages', {
    staysOpen: true,
  }),
  'chat.unread': command('react', MarkUnread, ReadMark, 'From this message on it is unread again', { staysOpen: true }),
  'chat.notify': command('react', SetNotify, ReadMark, 'How much of this room reaches me', { staysOpen: true }),
  'chat.type': command('write', Typing, Done, 'I am writing; forgotten after a few seconds'),
  'jam.update': command('write', DocumentUpdate, Done, 'A Yjs update of the shared document'),
  'jam.sync': command('read', DocumentSync, z.strictObject({ update: Bytes }), 'What the server has and I lack'),
  'jam.aware': command('write', AwarenessUpdate, Done, 'My cursor and selection (y-protocols awareness)'),
  'jam.render': command('write', Render, Logged, 'Queue a take; idempotent by clientId'),
  'jam.cancel': command('write', CancelTake, Done, 'End a take between two steps'),
  'jam.stop': command('write', StopTake, Done, 'End a take at its present step and keep that picture'),
  'jam.steer': command(
    'write',
    SteerTake,
    Done,
    'New words for a rendering take, from its next step on; `generation.steered` follows when they hold',
  ),
  'jam.repeat': command('write', RepeatTake, Logged, 'Queue a take of this room once more, with everything it had'),
  'jam.forecast': command('nothing', AskForecast, ModelForecast, 'What switching to a model takes now'),
  'jam.count': command('nothing', CountTokens, TokenCounts, 'Tokens of texts for a model'),
  'jam.older': command(
    'read',
    z.strictObject({ roomId: Id, beforeNumber: z.number().int().positive() }),
    z.strictObject({ takes: z.array(TakeView), more: z.boolean() }).describe(`at most ${LIMITS.takesPerPage}`),
    'A page of takes before a number, newest first',
  ),
  'jam.take': command(
    'read',
    z.strictObject({ roomId: Id, takeId: Id }),
    z.strictObject({ take: TakeView }),
    'One take of the room as it is now',
  ),
  'me.open': command('self', z.strictObject({}), MyState, 'What all my pages show: marks, notifications, blocks', {
    staysOpen: true,
  }),
  'me.away': command(
    'self',
    z.strictObject({ away: z.boolean() }),
    Done,
    'Nobody looks at this page for a while, or again',
    { staysOpen: true },
  ),
  'me.notifications': command(
    'self',
    z.strictObject({ cursor: z.string().max(200).optional() }),
    NotificationPage,
    'What others want of me, newest first',
    { staysOpen: true },
  ),
  'me.seen': command(
    'self',
    z.strictObject({ ids: z.array(Id).max(50).optional() }),
    z.strictObject({ unread: z.number().int() }),
    'These notifications are read; without ids all of them',
    { staysOpen: true },
  ),
  'me.choose': command('self', Choose, Done, 'Which kinds of news reach me', { staysOpen: true }),
  'generation.watch': command(
    'self',
    z.strictObject({}),
    z.strictObject({ previews: z.array(PreviewView) }),
    'My takes, from whichever room: generation.mine, generation.previewed and generation.fetched follow until generation.leave',
    { staysOpen: true },
  ),
  'generation.leave': command('self', z.strictObject({}), Done, 'No more news of my takes', { staysOpen: true }),
  'feed.watch': command(
    'nothing',
    WatchFeed,
    FeedNow,
    'feed.published, feed.counted and others follow until feed.leave',
  ),
  'feed.leave': command('nothing', z.strictObject({}), Done, 'No more news of the feed'),
  'feed.look': command(
    'nothing',
    z.strictObject({}),
    Done,
    'A page with pictures other than the feed: feed.counted, feed.changed and feed.removed follow until feed.lookAway',
  ),
  'feed.lookAway': command('nothing', z.strictObject({}), Done, 'No such page is open any more'),
  'feed.open': command(
    'nothing',
    AboutPost,
    PostWatched,
    'One picture: its comments and counts follow. Counts as a view',
  ),
  'feed.close': command('nothing', AboutPost, Done, 'No more news of this picture'),
  'feed.publish': command(
    'self',
    Publish,
    z.strictObject({ post: PostView }),
    'Show a picture to everybody; idempotent by clientId',
  ),
  'feed.change': command('self', ChangePost, z.strictObject({ post: PostView }), 'Title, words, tags and the like'),
  'feed.remove': command('self', AboutPost, Done, 'Take a picture out of the feed: the author, a moderator', {
    staysOpen: true,
  }),
  'feed.react': command('self', ReactToPost, MyReactions, 'Give or take back an emoji; the same again changes nothing'),
  'feed.comment': command('self', SayComment, CommentSaid, 'Say something about a picture; idempotent by clientId'),
  'feed.editComment': command('self', EditComment, CommentSaid, 'Say it otherwise; only the author'),
  'feed.removeComment': command('self', RemoveComment, Done, 'The author, the author of the picture, a moderator', {
    staysOpen: true,
  }),
  'feed.reactToComment': command('self', ReactToComment, CommentSaid, 'Give or take back an emoji'),
  ...HUB_COMMANDS,
  ...SAFETY_CASE_COMMANDS,
  ...SAFETY_WORD_COMMANDS,
  ...SAFETY_STYLE_COMMANDS,
  'people.follow': command(
    'self',
    z.strictObject({ personId: Id, on: z.boolean() }),
    z.strictObject({ followers: z.number().int() }),
    'Hear of what somebody publishes, or no more',
  ),
  'people.watch': command(
    'self',
    WatchPeople,
    PeopleNow,
    'Whether these people are here; `people.available` follows. Replaces those watched before',
    { staysOpen: true },
  ),
  'admin.watch': command('admin', z.strictObject({}), AdminView, 'Renderers, pool, line; `admin.changed` follows'),
  'admin.leave': command('admin', z.strictObject({}), Done, 'No more admin.changed'),
} as const;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
/** Become an event of the room's log, once for each (author, clientId); the reply is that event. */
export const isLogged = (name: CommandName): boolean => (COMMANDS[name].reply as z.ZodType) === Logged;
export type CommandPayload<C extends CommandName> = z.input<(typeof COMMANDS)[C]['payload']>;
export type CommandReply<C extends CommandName> = z.infer<(typeof COMMANDS)[C]['reply']>;

/** Always comes, also when a handler throws. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorView };
export const ackOf = (reply: z.ZodType) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), data: reply }),
    z.strictObject({ ok: z.literal(false), error: ErrorView }),
  ]);
