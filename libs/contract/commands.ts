import { z } from 'zod';
import { MessagePage, OlderMessages, React, SendMessage, Typing } from './chat.js';
import { ErrorView } from './errors.js';
import { TakeView } from './generation.js';
import { AwarenessUpdate, CancelTake, CountTokens, DocumentSync, DocumentUpdate, Render, TokenCounts } from './jam.js';
import { RoomEvent } from './log.js';
import { LIMITS } from './limits.js';
import { Bytes, Id } from './primitives.js';
import { CloseRoom, EventPage, LobbyView, MissedEvents, OpenRoom, RoomSnapshot } from './rooms.js';

/** Least right a command needs: nobody in particular, to read the room, to write in it. */
export type Needs = 'nothing' | 'read' | 'write';

const command = <P extends z.ZodType, R extends z.ZodType>(needs: Needs, payload: P, reply: R, about: string) => ({
  needs,
  payload,
  reply,
  about,
});
const Done = z.strictObject({});
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
  'chat.send': command('write', SendMessage, Logged, 'Say something; idempotent by clientId'),
  'chat.react': command('write', React, Logged, 'Give or take back an emoji; idempotent by clientId'),
  'chat.older': command('read', OlderMessages, MessagePage, 'A page of messages before a seq, newest first'),
  'chat.type': command('write', Typing, Done, 'I am writing; forgotten after a few seconds'),
  'jam.update': command('write', DocumentUpdate, Done, 'A Yjs update of the shared document'),
  'jam.sync': command('read', DocumentSync, z.strictObject({ update: Bytes }), 'What the server has and I lack'),
  'jam.aware': command('write', AwarenessUpdate, Done, 'My cursor and selection (y-protocols awareness)'),
  'jam.render': command('write', Render, Logged, 'Queue a take; idempotent by clientId'),
  'jam.cancel': command('write', CancelTake, Done, 'End a take between two steps'),
  'jam.count': command('nothing', CountTokens, TokenCounts, 'Tokens of texts for a model'),
  'jam.older': command(
    'read',
    z.strictObject({ roomId: Id, beforeNumber: z.number().int().positive() }),
    z.strictObject({ takes: z.array(TakeView), more: z.boolean() }).describe(`at most ${LIMITS.takesPerPage}`),
    'A page of takes before a number, newest first',
  ),
} as const;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];
export type CommandPayload<C extends CommandName> = z.input<(typeof COMMANDS)[C]['payload']>;
export type CommandReply<C extends CommandName> = z.infer<(typeof COMMANDS)[C]['reply']>;

/** Always comes, also when a handler throws. */
export type Ack<T> = { ok: true; data: T } | { ok: false; error: ErrorView };
export const ackOf = (reply: z.ZodType) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), data: reply }),
    z.strictObject({ ok: z.literal(false), error: ErrorView }),
  ]);
