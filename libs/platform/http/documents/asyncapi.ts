import {
  ackOf,
  COMMAND_RATE_LIMITS,
  type CommandName,
  COMMANDS,
  ROOM_EVENT_PAYLOADS,
  PROTOCOL_VERSION,
  type RateLimitRule,
  RoomEvent,
  VISITOR_RATE_LIMITS,
  EPHEMERAL_EVENTS,
} from '@visionary/contract';
import type { z } from 'zod';
import { type JsonSchema, jsonSchemas } from './json-schemas.js';
import { describeRateLimits, describeVisitorRateLimit } from './describe-rate-limits.js';

const DESCRIPTION = `Socket.IO over WebSocket only, with socket.io-msgpack-parser, so bytes are sent as binary.
The handshake's auth is { protocol: ${PROTOCOL_VERSION} }; the session cookie identifies the user. Clients without one are visitors.
Every command is acknowledged with { ok: true, data } or { ok: false, error: { code, detail? } }.
Room log events are sent under their type with their complete envelope. All other events are ephemeral: newest wins.`;

/** Separate channels, because a command and an event can have the same name. */
type ChannelName = 'commands' | 'events';
const channel = (name: ChannelName) => ({ $ref: `#/channels/${name}` });
const message = (name: ChannelName, message: string) => ({ $ref: `#/channels/${name}/messages/${message}` });

const REQUIREMENTS = {
  nothing: 'Requires nothing.',
  self: 'Requires a signed-in user.',
  read: 'Requires read access to the room.',
  react: 'Requires a signed-in user with read access to the room.',
  write: 'Requires a signed-in user with write access to the room.',
  manage: 'Requires an owner of the room.',
  moderator: 'Requires a moderator or admin.',
  admin: 'Requires an admin.',
} as const;

type Payloads = Readonly<Record<string, JsonSchema>>;

/** Operations for commands and their acknowledgements, from the perspective of the server. */
const receiveOperations = () =>
  Object.entries(COMMANDS).map(([name, { about, permission }]) => {
    const reply = { channel: channel('commands'), messages: [message('commands', `${name}.ack`)] };
    const description = [
      REQUIREMENTS[permission],
      describeRateLimits(COMMAND_RATE_LIMITS[name as CommandName]),
      describeVisitorRateLimit((VISITOR_RATE_LIMITS as Readonly<Record<string, RateLimitRule>>)[name]),
    ]
      .filter(Boolean)
      .join(' ');
    const operation = { action: 'receive', channel: channel('commands'), summary: about, description };
    return [`receive.${name}`, { ...operation, messages: [message('commands', name)], reply }] as const;
  });

const sendOperations = (events: Payloads) =>
  Object.keys(events).map((name) => {
    const summary = name in ROOM_EVENT_PAYLOADS ? 'Logged: stored, ordered by seq' : 'Ephemeral: newest wins';
    const operation = { action: 'send', channel: channel('events'), summary };
    return [`send.${name}`, { ...operation, messages: [message('events', name)] }] as const;
  });

const messages = (payloads: Payloads, suffix = '') =>
  Object.entries(payloads).map(([name, payload]) => [name + suffix, { name: name + suffix, payload }] as const);

/** AsyncAPI 3.0 document of COMMANDS, ROOM_EVENT_PAYLOADS, and EPHEMERAL_EVENTS. */
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
    info: { title: 'Visionary real-time API', version, description: DESCRIPTION },
    defaultContentType: 'application/msgpack',
    channels: {
      commands: {
        address,
        messages: Object.fromEntries([...messages(incoming.of), ...messages(answers.of, '.ack')]),
      },
      events: { address, messages: Object.fromEntries(messages(outgoing.of)) },
    },
    operations: Object.fromEntries([...receiveOperations(), ...sendOperations(outgoing.of)]),
    components: { schemas: { ...incoming.components, ...answers.components, ...outgoing.components } },
  };
};
