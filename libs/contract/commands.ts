import { z } from 'zod';
import {
  DeleteMessage,
  EditMessage,
  MarkRead,
  MarkUnread,
  MessageEdits,
  MessagePage,
  MessagesAround,
  MessageSearchResults,
  MessageView,
  MessageWindow,
  MessagesAfter,
  MessagesBefore,
  PinMessage,
  PinnedMessages,
  React,
  ReactionPage,
  ListReactions,
  ReadState,
  SearchMessages,
  SearchMyMessages,
  SendMessage,
  SetNotificationLevel,
  Typing,
} from './chat.js';
import { CommentReply, EditComment, ReactToComment, DeleteComment, AddComment } from './comments.js';
import { ErrorView } from './errors.js';
import { AdminView } from './admin.js';
import { LoadEstimate, PreviewView, TakeView } from './generation.js';
import {
  EstimateLoad,
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
import { command, EmptyReply } from './command.js';
import { HUB_COMMANDS } from './hub-commands.js';
import { RoomEvent } from './room-events.js';
import { LIMITS } from './limits.js';
import { MyState, UserAvailabilities, SubscribeAvailability } from './my-state.js';
import { SetNotificationPreference, NotificationPage } from './notifications.js';
import {
  PostRef,
  UpdatePost,
  FeedSubscription,
  MyReactions,
  PostView,
  OpenedPost,
  PublishPost,
  ReactToPost,
  SubscribeFeed,
} from './posts.js';
import { Bytes, Id, Seq } from './primitives.js';
import { SAFETY_STYLE_COMMANDS } from './safety-prompt-prefixes.js';
import { SAFETY_WORD_COMMANDS } from './safety-blocked-terms.js';
import {
  ArchiveRoom,
  BanUser,
  UpdateRoom,
  CloseRoom,
  EventPage,
  InRoom,
  KickMember,
  LeaveRoom,
  LobbyView,
  MemberList,
  EventsSince,
  MuteMember,
  OpenRoom,
  RoomSnapshot,
  SetRole,
} from './rooms.js';
import { SAFETY_CASE_COMMANDS } from './safety-case-commands.js';

const LoggedReply = z.strictObject({ event: RoomEvent });

/** Client to server, `<slice>.<verb>`. Every one is acknowledged with an Ack of its reply. */
export const COMMANDS = {
  'lobby.subscribe': command(
    'nothing',
    z.strictObject({}),
    LobbyView,
    'The lobby now; `lobby.changed` follows until lobby.leave',
  ),
  'lobby.unsubscribe': command('nothing', z.strictObject({}), EmptyReply, 'No more lobby.changed'),
  'rooms.open': command('read', OpenRoom, RoomSnapshot, 'Enter a room: one reply with its present state'),
  'rooms.close': command('read', CloseRoom, EmptyReply, 'Leave the room on this socket'),
  'rooms.eventsSince': command('read', EventsSince, EventPage, 'Events after a seq, to fill a gap'),
  'rooms.listMembers': command('read', InRoom, MemberList, 'Who belongs to the room'),
  'rooms.leave': command('react', LeaveRoom, LoggedReply, 'Belong to the room no more', {
    allowedWhenMuted: true,
    notInDirectRooms: true,
  }),
  'rooms.update': command('manage', UpdateRoom, LoggedReply, 'Name, topic, visibility, language, newcomers'),
  'rooms.setRole': command('manage', SetRole, LoggedReply, 'What a member may do'),
  'rooms.kick': command('manage', KickMember, LoggedReply, 'Send a member away; a public room they may enter again', {
    allowsModerators: true,
  }),
  'rooms.mute': command('manage', MuteMember, LoggedReply, 'Let a member only read for a while', {
    allowsModerators: true,
  }),
  'rooms.ban': command('manage', BanUser, LoggedReply, 'Keep somebody out, or let them in again', {
    allowsModerators: true,
  }),
  'rooms.archive': command('manage', ArchiveRoom, LoggedReply, 'Nobody writes in it any more, or again'),
  'chat.send': command('write', SendMessage, LoggedReply, 'Say something; idempotent by clientId'),
  'chat.edit': command('write', EditMessage, LoggedReply, 'Say it otherwise; only the author'),
  'chat.delete': command('react', DeleteMessage, LoggedReply, 'Remove a message: the author, an owner, a moderator', {
    allowedWhenMuted: true,
    allowsModerators: true,
  }),
  'chat.pin': command('write', PinMessage, LoggedReply, 'Keep a message at hand for everybody'),
  'chat.react': command('react', React, LoggedReply, 'Give or take back an emoji; idempotent by clientId'),
  'chat.listReactions': command('read', ListReactions, ReactionPage, 'Who gave an emoji, page by page'),
  'chat.listBefore': command('read', MessagesBefore, MessagePage, 'A page of messages before a seq, newest first'),
  'chat.listAfter': command('read', MessagesAfter, MessagePage, 'A page of messages after a seq, newest first'),
  'chat.listAround': command('read', MessagesAround, MessageWindow, 'A page around a message or a seq, newest first'),
  'chat.getMessage': command(
    'read',
    z.strictObject({ roomId: Id, messageId: Id }),
    z.strictObject({ message: MessageView, seq: Seq }),
    'One message as it is now',
  ),
  'chat.listPins': command('read', InRoom, PinnedMessages, 'What is pinned, newest first'),
  'chat.listEdits': command(
    'read',
    z.strictObject({ roomId: Id, messageId: Id }),
    MessageEdits,
    'What a message said before',
  ),
  'chat.search': command('read', SearchMessages, MessageSearchResults, 'Messages of this room, newest first'),
  'chat.searchMyRooms': command(
    'self',
    SearchMyMessages,
    MessageSearchResults,
    'Messages of all rooms I belong to, newest first',
    {
      allowedWhenMuted: true,
    },
  ),
  'chat.markRead': command(
    'react',
    MarkRead,
    ReadState,
    'I have read up to here; `chat.readStateChanged` tells my other pages',
    {
      allowedWhenMuted: true,
    },
  ),
  'chat.markUnread': command('react', MarkUnread, ReadState, 'From this message on it is unread again', {
    allowedWhenMuted: true,
  }),
  'chat.setNotificationLevel': command('react', SetNotificationLevel, ReadState, 'How much of this room reaches me', {
    allowedWhenMuted: true,
  }),
  'chat.startTyping': command('write', Typing, EmptyReply, 'I am writing; forgotten after a few seconds'),
  'jam.update': command('write', DocumentUpdate, EmptyReply, 'A Yjs update of the shared document'),
  'jam.sync': command('read', DocumentSync, z.strictObject({ update: Bytes }), 'What the server has and I lack'),
  'jam.awarenessUpdated': command(
    'write',
    AwarenessUpdate,
    EmptyReply,
    'My cursor and selection (y-protocols awareness)',
  ),
  'jam.render': command('write', Render, LoggedReply, 'Queue a take; idempotent by clientId'),
  'jam.cancel': command('write', CancelTake, EmptyReply, 'End a take between two steps'),
  'jam.stop': command('write', StopTake, EmptyReply, 'End a take at its present step and keep that picture'),
  'jam.steer': command(
    'write',
    SteerTake,
    EmptyReply,
    'New words for a rendering take, from its next step on; `generation.steered` follows when they hold',
  ),
  'jam.repeat': command(
    'write',
    RepeatTake,
    LoggedReply,
    'Queue a take of this room once more, with everything it had',
  ),
  'jam.estimateLoad': command('nothing', EstimateLoad, LoadEstimate, 'What switching to a model takes now'),
  'jam.countTokens': command('nothing', CountTokens, TokenCounts, 'Tokens of texts for a model'),
  'jam.listTakesBefore': command(
    'read',
    z.strictObject({ roomId: Id, beforeNumber: z.number().int().positive() }),
    z.strictObject({ takes: z.array(TakeView), more: z.boolean() }).describe(`at most ${LIMITS.takesPerPage}`),
    'A page of takes before a number, newest first',
  ),
  'jam.getTake': command(
    'read',
    z.strictObject({ roomId: Id, takeId: Id }),
    z.strictObject({ take: TakeView }),
    'One take of the room as it is now',
  ),
  'me.subscribe': command('self', z.strictObject({}), MyState, 'What all my pages show: marks, notifications, blocks', {
    allowedWhenMuted: true,
  }),
  'me.setAway': command(
    'self',
    z.strictObject({ away: z.boolean() }),
    EmptyReply,
    'Nobody looks at this page for a while, or again',
    { allowedWhenMuted: true },
  ),
  'me.listNotifications': command(
    'self',
    z.strictObject({ cursor: z.string().max(200).optional() }),
    NotificationPage,
    'What others want of me, newest first',
    { allowedWhenMuted: true },
  ),
  'me.markNotificationsRead': command(
    'self',
    z.strictObject({ ids: z.array(Id).max(50).optional() }),
    z.strictObject({ unread: z.number().int() }),
    'These notifications are read; without ids all of them',
    { allowedWhenMuted: true },
  ),
  'me.setNotificationPreference': command(
    'self',
    SetNotificationPreference,
    EmptyReply,
    'Which kinds of news reach me',
    { allowedWhenMuted: true },
  ),
  'generation.subscribe': command(
    'self',
    z.strictObject({}),
    z.strictObject({ previews: z.array(PreviewView) }),
    'My takes, from whichever room: generation.mine, generation.previewed and generation.fetched follow until generation.leave',
    { allowedWhenMuted: true },
  ),
  'generation.unsubscribe': command('self', z.strictObject({}), EmptyReply, 'No more news of my takes', {
    allowedWhenMuted: true,
  }),
  'feed.subscribe': command(
    'nothing',
    SubscribeFeed,
    FeedSubscription,
    'feed.published, feed.counted and others follow until feed.leave',
  ),
  'feed.unsubscribe': command('nothing', z.strictObject({}), EmptyReply, 'No more news of the feed'),
  'feed.subscribeUpdates': command(
    'nothing',
    z.strictObject({}),
    EmptyReply,
    'A page with pictures other than the feed: feed.counted, feed.changed and feed.removed follow until feed.lookAway',
  ),
  'feed.unsubscribeUpdates': command('nothing', z.strictObject({}), EmptyReply, 'No such page is open any more'),
  'feed.openPost': command(
    'nothing',
    PostRef,
    OpenedPost,
    'One picture: its comments and counts follow. Counts as a view',
  ),
  'feed.closePost': command('nothing', PostRef, EmptyReply, 'No more news of this picture'),
  'feed.publish': command(
    'self',
    PublishPost,
    z.strictObject({ post: PostView }),
    'Show a picture to everybody; idempotent by clientId',
  ),
  'feed.updatePost': command('self', UpdatePost, z.strictObject({ post: PostView }), 'Title, words, tags and the like'),
  'feed.deletePost': command('self', PostRef, EmptyReply, 'Take a picture out of the feed: the author, a moderator', {
    allowedWhenMuted: true,
  }),
  'feed.reactToPost': command(
    'self',
    ReactToPost,
    MyReactions,
    'Give or take back an emoji; the same again changes nothing',
  ),
  'feed.addComment': command('self', AddComment, CommentReply, 'Say something about a picture; idempotent by clientId'),
  'feed.editComment': command('self', EditComment, CommentReply, 'Say it otherwise; only the author'),
  'feed.deleteComment': command(
    'self',
    DeleteComment,
    EmptyReply,
    'The author, the author of the picture, a moderator',
    {
      allowedWhenMuted: true,
    },
  ),
  'feed.reactToComment': command('self', ReactToComment, CommentReply, 'Give or take back an emoji'),
  ...HUB_COMMANDS,
  ...SAFETY_CASE_COMMANDS,
  ...SAFETY_WORD_COMMANDS,
  ...SAFETY_STYLE_COMMANDS,
  'users.follow': command(
    'self',
    z.strictObject({ userId: Id, on: z.boolean() }),
    z.strictObject({ followers: z.number().int() }),
    'Hear of what somebody publishes, or no more',
  ),
  'users.subscribeAvailability': command(
    'self',
    SubscribeAvailability,
    UserAvailabilities,
    'Whether these people are here; `users.availabilityChanged` follows. Replaces those watched before',
    { allowedWhenMuted: true },
  ),
  'admin.subscribe': command(
    'admin',
    z.strictObject({}),
    AdminView,
    'Renderers, pool, line; `admin.statusChanged` follows',
  ),
  'admin.unsubscribe': command('admin', z.strictObject({}), EmptyReply, 'No more admin.changed'),
} as const;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
/** Become an event of the room's log, once for each (author, clientId); the reply is that event. */
export const isLogged = (name: CommandName): boolean => (COMMANDS[name].reply as z.ZodType) === LoggedReply;
export type CommandPayload<C extends CommandName> = z.input<(typeof COMMANDS)[C]['payload']>;
export type CommandReply<C extends CommandName> = z.infer<(typeof COMMANDS)[C]['reply']>;

/** Always comes, also when a handler throws. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorView };
export const ackOf = (reply: z.ZodType) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), data: reply }),
    z.strictObject({ ok: z.literal(false), error: ErrorView }),
  ]);
