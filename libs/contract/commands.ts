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
import { CommentReply, EditComment, SetReaction, ReactionsReply, DeleteComment, AddComment } from './comments.js';
import { ErrorView } from './errors.js';
import { AdminView, EndTake } from './admin.js';
import { LoadEstimate } from './models.js';
import { FrameView, SetFrameSide, TakeView } from './generation.js';
import {
  EstimateLoad,
  AwarenessUpdate,
  CancelTake,
  CountTokens,
  DocumentSync,
  DocumentUpdate,
  Render,
  PinTake,
  SetPace,
  RepeatTake,
  SteerTake,
  StopTake,
  TokenCounts,
  UpscaleTake,
} from './jam.js';
import { command, EmptyReply } from './command.js';
import { HUB_COMMANDS } from './hub-commands.js';
import { RoomEvent } from './room-events.js';
import { LIMITS } from './limits.js';
import { MyState, UserAvailabilities, SubscribeAvailability } from './my-state.js';
import { SetNotificationPreference, NotificationPage } from './notifications.js';
import { PostRef, UpdatePost, FeedSubscription, PostView, OpenedPost, PublishPost, SubscribeFeed } from './posts.js';
import { Bytes, Id, Language, Seq, Timestamp } from './primitives.js';
import { SAFETY_PROMPT_PREFIX_COMMANDS } from './safety-prompt-prefixes.js';
import { SAFETY_BLOCKED_TERM_COMMANDS } from './safety-blocked-terms.js';
import {
  AnswerRequest,
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

/** Client to server, `<slice>.<verb>`. Each one is acknowledged with an Ack of its reply. */
export const COMMANDS = {
  'lobby.subscribe': command(
    'nothing',
    z.strictObject({ language: Language.optional() }),
    LobbyView,
    'Subscribe to the lobby: `lobby.changed` follows until lobby.unsubscribe',
  ),
  'lobby.unsubscribe': command('nothing', z.strictObject({}), EmptyReply, 'Unsubscribe from the lobby'),
  'rooms.open': command('read', OpenRoom, RoomSnapshot, 'Enter a room; replies with a snapshot of its state'),
  'rooms.close': command('read', CloseRoom, EmptyReply, 'Close the room on this socket'),
  'rooms.eventsSince': command('read', EventsSince, EventPage, 'Events after a seq, to catch up'),
  'rooms.listMembers': command('read', InRoom, MemberList, 'Members of the room'),
  'rooms.leave': command('react', LeaveRoom, LoggedReply, 'End my membership', {
    allowedWhenMuted: true,
    notInDirectRooms: true,
  }),
  'rooms.update': command(
    'manage',
    UpdateRoom,
    LoggedReply,
    'Change name, topic, visibility, language, or default role',
  ),
  'rooms.setRole': command('manage', SetRole, LoggedReply, 'Change the role of a member'),
  'rooms.kick': command('manage', KickMember, LoggedReply, 'Remove a member; they can join a public room again', {
    allowsModerators: true,
  }),
  'rooms.mute': command('manage', MuteMember, LoggedReply, 'Mute a member for a time, or end the mute', {
    allowsModerators: true,
  }),
  'rooms.ban': command('manage', BanUser, LoggedReply, 'Ban or unban a user', {
    allowsModerators: true,
  }),
  'rooms.answerRequest': command(
    'react',
    AnswerRequest,
    EmptyReply,
    'Accept or decline the first messages of a stranger; only their recipient',
    { allowedWhenMuted: true },
  ),
  'rooms.archive': command('manage', ArchiveRoom, LoggedReply, 'Archive or unarchive the room'),
  'chat.send': command('write', SendMessage, LoggedReply, 'Send a message; idempotent by clientId', {
    allowedInRequests: true,
  }),
  'chat.edit': command('write', EditMessage, LoggedReply, 'Edit a message; only the author'),
  'chat.delete': command('react', DeleteMessage, LoggedReply, 'Delete a message; the author or an owner', {
    allowedWhenMuted: true,
  }),
  'chat.pin': command('write', PinMessage, LoggedReply, 'Pin or unpin a message'),
  'chat.react': command('react', React, LoggedReply, 'Add or remove a reaction; idempotent by clientId'),
  'chat.listReactions': command('read', ListReactions, ReactionPage, 'Users who gave an emoji, page by page'),
  'chat.listBefore': command('read', MessagesBefore, MessagePage, 'A page of messages before a seq, newest first'),
  'chat.listAfter': command('read', MessagesAfter, MessagePage, 'A page of messages after a seq, newest first'),
  'chat.listAround': command('read', MessagesAround, MessageWindow, 'A page around a message or a seq, newest first'),
  'chat.getMessage': command(
    'read',
    z.strictObject({ roomId: Id, messageId: Id }),
    z.strictObject({ message: MessageView, seq: Seq }),
    'One message in its current state',
  ),
  'chat.listPins': command('read', InRoom, PinnedMessages, 'Pinned messages, newest first'),
  'chat.listEdits': command(
    'read',
    z.strictObject({ roomId: Id, messageId: Id }),
    MessageEdits,
    'Earlier texts of a message',
  ),
  'chat.search': command('read', SearchMessages, MessageSearchResults, 'Search messages of this room, newest first'),
  'chat.searchMyRooms': command(
    'self',
    SearchMyMessages,
    MessageSearchResults,
    'Search messages of all my rooms, newest first',
    {
      allowedWhenMuted: true,
    },
  ),
  'chat.markRead': command(
    'react',
    MarkRead,
    ReadState,
    'Mark everything up to a seq as read; my other tabs get `chat.readStateChanged`',
    {
      allowedWhenMuted: true,
    },
  ),
  'chat.markUnread': command('react', MarkUnread, ReadState, 'Mark this message and later ones as unread', {
    allowedWhenMuted: true,
  }),
  'chat.setNotificationLevel': command(
    'react',
    SetNotificationLevel,
    ReadState,
    'Set which messages of this room notify me',
    {
      allowedWhenMuted: true,
    },
  ),
  'chat.startTyping': command('write', Typing, EmptyReply, 'Show that I am typing; expires after a few seconds'),
  'jam.update': command('write', DocumentUpdate, EmptyReply, 'A Yjs update of the shared document'),
  'jam.sync': command(
    'read',
    DocumentSync,
    z.strictObject({ update: Bytes }),
    'Changes of the shared document that I lack',
  ),
  'jam.awarenessUpdated': command(
    'write',
    AwarenessUpdate,
    EmptyReply,
    'My cursor and selection (y-protocols awareness)',
  ),
  'jam.render': command('write', Render, LoggedReply, 'Queue a take; idempotent by clientId'),
  'jam.cancel': command('write', CancelTake, EmptyReply, 'Cancel a take and discard its image'),
  'jam.stop': command('write', StopTake, EmptyReply, 'Stop a take at its current step and keep the image'),
  'jam.steer': command(
    'write',
    SteerTake,
    EmptyReply,
    'Change the prompt of a rendering take from its next step on; `generation.steered` follows when applied',
  ),
  'jam.repeat': command('write', RepeatTake, LoggedReply, 'Queue a take of this room again with the same parameters'),
  'jam.upscale': command(
    'write',
    UpscaleTake,
    LoggedReply,
    'Queue a take that enlarges an image of a take of this room',
  ),
  'jam.pin': command('write', PinTake, LoggedReply, 'Pin or unpin a take of this room'),
  'jam.setPace': command('write', SetPace, LoggedReply, 'Choose how slowly takes render while several people watch'),
  'jam.estimateLoad': command('nothing', EstimateLoad, LoadEstimate, 'Estimate what loading a model costs now'),
  'jam.countTokens': command('nothing', CountTokens, TokenCounts, 'Count the tokens of texts for a model'),
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
    'One take of the room in its current state',
  ),
  'me.subscribe': command(
    'self',
    z.strictObject({}),
    MyState,
    'State that all my tabs show: read states, notifications, blocks',
    {
      allowedWhenMuted: true,
    },
  ),
  'me.setAway': command('self', z.strictObject({ away: z.boolean() }), EmptyReply, 'Set whether this tab is idle', {
    allowedWhenMuted: true,
  }),
  'me.listNotifications': command(
    'self',
    z.strictObject({ cursor: z.string().max(200).optional() }),
    NotificationPage,
    'My notifications, newest first',
    { allowedWhenMuted: true },
  ),
  'me.markNotificationsRead': command(
    'self',
    z.strictObject({ ids: z.array(Id).max(50).optional() }),
    z.strictObject({ unread: z.number().int() }),
    'Mark these notifications as read, or all without ids',
    { allowedWhenMuted: true },
  ),
  'me.setNotificationPreference': command(
    'self',
    SetNotificationPreference,
    EmptyReply,
    'Turn a category of notifications on or off',
    { allowedWhenMuted: true },
  ),
  'generation.subscribe': command(
    'self',
    z.strictObject({}),
    z.strictObject({ frames: z.array(FrameView) }),
    'Subscribe to my takes in all rooms: generation.takeUpdated, generation.frame and generation.downloadProgress follow until generation.unsubscribe',
    { allowedWhenMuted: true },
  ),
  'generation.setFrameSide': command(
    'nothing',
    SetFrameSide,
    z.strictObject({ now: Timestamp }),
    'Choose how large the frames are that this connection gets, as its link allows; tells the time of the node',
  ),
  'generation.unsubscribe': command('self', z.strictObject({}), EmptyReply, 'Unsubscribe from my takes', {
    allowedWhenMuted: true,
  }),
  'feed.subscribe': command(
    'nothing',
    SubscribeFeed,
    FeedSubscription,
    'Subscribe to the feed: feed.published, feed.countsChanged and others follow until feed.unsubscribe',
  ),
  'feed.unsubscribe': command('nothing', z.strictObject({}), EmptyReply, 'Unsubscribe from the feed'),
  'feed.subscribeUpdates': command(
    'nothing',
    z.strictObject({}),
    EmptyReply,
    'Subscribe to changes of all posts: feed.countsChanged, feed.postUpdated and feed.postDeleted follow until feed.unsubscribeUpdates',
  ),
  'feed.unsubscribeUpdates': command(
    'nothing',
    z.strictObject({}),
    EmptyReply,
    'Unsubscribe from changes of all posts',
  ),
  'feed.openPost': command(
    'nothing',
    PostRef,
    OpenedPost,
    'Subscribe to comments and counts of a post; counts as a view',
  ),
  'feed.closePost': command('nothing', PostRef, EmptyReply, 'Unsubscribe from a post'),
  'feed.publish': command(
    'self',
    PublishPost,
    z.strictObject({ post: PostView }),
    'Publish an image; idempotent by clientId',
  ),
  'feed.updatePost': command(
    'self',
    UpdatePost,
    z.strictObject({ post: PostView }),
    'Edit title, description, tags, and other fields of a post',
  ),
  'feed.deletePost': command('self', PostRef, EmptyReply, 'Delete a post; only the author', {
    allowedWhenMuted: true,
  }),
  'comments.add': command('self', AddComment, CommentReply, 'Comment on a post or a model; idempotent by clientId'),
  'comments.edit': command('self', EditComment, CommentReply, 'Edit a comment; only the author'),
  'comments.delete': command(
    'self',
    DeleteComment,
    EmptyReply,
    'Delete a comment; its author or the owner of its subject',
    {
      allowedWhenMuted: true,
    },
  ),
  'comments.react': command(
    'self',
    SetReaction,
    ReactionsReply,
    'Add or remove a reaction; repeating it changes nothing',
  ),
  ...HUB_COMMANDS,
  ...SAFETY_CASE_COMMANDS,
  ...SAFETY_BLOCKED_TERM_COMMANDS,
  ...SAFETY_PROMPT_PREFIX_COMMANDS,
  'users.follow': command(
    'self',
    z.strictObject({ userId: Id, on: z.boolean() }),
    z.strictObject({ followers: z.number().int() }),
    'Follow or unfollow a user',
  ),
  'users.subscribeAvailability': command(
    'self',
    SubscribeAvailability,
    UserAvailabilities,
    'Subscribe to the availability of users; `users.availabilityChanged` follows. Replaces the previous subscription',
    { allowedWhenMuted: true },
  ),
  'admin.subscribe': command(
    'admin',
    z.strictObject({}),
    AdminView,
    'Subscribe to renderers, pool, and queue; `admin.statusChanged` follows',
  ),
  'admin.endTake': command(
    'admin',
    EndTake,
    EmptyReply,
    'End a waiting or rendering take of anyone; its room sees the reason',
  ),
  'admin.unsubscribe': command('admin', z.strictObject({}), EmptyReply, 'Unsubscribe from the status'),
} as const;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
/** Commands that visitors may send: those that require nothing, or only to read a room, which may be public. */
export type VisitorCommandName = {
  [C in CommandName]: (typeof COMMANDS)[C]['permission'] extends 'nothing' | 'read' ? C : never;
}[CommandName];
/**
 * True for commands that append an event to the room log, once for each (author, clientId). The reply is that event.
 */
export const isLogged = (name: CommandName): boolean => (COMMANDS[name].reply as z.ZodType) === LoggedReply;
export type CommandPayload<C extends CommandName> = z.input<(typeof COMMANDS)[C]['payload']>;
export type CommandReply<C extends CommandName> = z.infer<(typeof COMMANDS)[C]['reply']>;

/** Sent for every command, even if the handler throws. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorView };
export const ackOf = (reply: z.ZodType) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), data: reply }),
    z.strictObject({ ok: z.literal(false), error: ErrorView }),
  ]);
