import {
  ackOf,
  COMMAND_RATE_LIMITS,
  type CommandName,
  COMMANDS,
  ROOM_EVENT_PAYLOADS,
  PROTOCOL_VERSION,
  RoomEvent,
  EPHEMERAL_EVENTS,
} from '@visionary/contract';
import type { z } from 'zod';
import { type JsonSchema, jsonSchemas } from './json-schemas.js';
import { describeRateLimits } from './describe-rate-limits.js';

const ABOUT = `Socket.IO over WebSocket only, messages packed by socket.io-msgpack-parser: bytes travel as bytes.
The handshake's auth is { protocol: ${PROTOCOL_VERSION} }; the session cookie says who it is, none is a visitor.
Every command is acknowledged with { ok: true, data } or { ok: false, error: { code, detail? } }.
Events of a room's log come under their type with their whole envelope; the others are volatile: newest wins.`;

/** Two, since a command and an event may share their name. */
type ChannelName = 'commands' | 'events';
const channel = (name: ChannelName) => ({ $ref: `#/channels/${name}` });
const message = (name: ChannelName, message: string) => ({ $ref: `#/channels/${name}/messages/${message}` });

const NEEDS = {
  nothing: 'Anybody may.',
  self: 'Needs to be signed in.',
  read: 'Needs the right to read the room.',
  react: 'Needs to be signed in and the right to read the room.',
  write: 'Needs to be signed in and the right to write in the room.',
  manage: 'Needs to own the room.',
  moderator: 'Needs to moderate the instance: the role of a moderator or an admin.',
  admin: 'Needs to look after the instance: the role of an admin.',
} as const;

type Payloads = Readonly<Record<string, JsonSchema>>;

/** What the client says and how it is answered, as the server sees it. */
const receiving = () =>
  Object.entries(COMMANDS).map(([name, { about, permission }]) => {
    const reply = { channel: channel('commands'), messages: [message('commands', `${name}.ack`)] };
    const description = [NEEDS[permission], describeRateLimits(COMMAND_RATE_LIMITS[name as CommandName])]
      .filter(Boolean)
      .join(' ');
    const operation = { action: 'receive', channel: channel('commands'), summary: about, description };
    return [`receive.${name}`, { ...operation, messages: [message('commands', name)], reply }] as const;
  });

const sending = (events: Payloads) =>
  Object.keys(events).map((name) => {
    const summary = name in ROOM_EVENT_PAYLOADS ? 'Logged: kept, in order of seq' : 'Volatile: newest wins';
    const operation = { action: 'send', channel: channel('events'), summary };
    return [`send.${name}`, { ...operation, messages: [message('events', name)] }] as const;
  });

const messages = (payloads: Payloads, suffix = '') =>
  Object.entries(payloads).map(([name, payload]) => [name + suffix, { name: name + suffix, payload }] as const);

/** AsyncAPI 3.0 of COMMANDS, the room log and VOLATILE_EVENTS. */
export const asyncApiDocument = (version: string) => {
  const payloads = Object.fromEntries(Object.entries(COMMANDS).map(([name, { payload }]) => [name, payload]));
  const acks = Object.fromEntries(Object.entries(COMMANDS).map(([name, { reply }]) => [name, ackOf(reply)]));
  const logged = Object.fromEntries(
    RoomEvent.options.map((event): [string, z.ZodType] => [event.shape.type.value, event]),
  );
  const incoming = jsonSchemas(payloads, 'input');
  const answers = jsonSchemas(acks, 'output');
  const outgoing = jsonSchemas({ ...logged, ...EPHEMERAL_EVENTS }, 'output');
  const address = '/socket.io/';
  return {
    asyncapi: '3.0.0',
    info: { title: 'Visionary, live', version, description: ABOUT },
    defaultContentType: 'application/msgpack',
    channels: {
      commands: {
        address,
        messages: Object.fromEntries([...messages(incoming.of), ...messages(answers.of, '.ack')]),
      },
      events: { address, messages: Object.fromEntries(messages(outgoing.of)) },
    },
    operations: Object.fromEntries([...receiving(), ...sending(outgoing.of)]),
    components: { schemas: { ...incoming.components, ...answers.components, ...outgoing.components } },
  };
};
