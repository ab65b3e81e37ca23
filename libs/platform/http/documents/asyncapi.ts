import { ackOf, COMMANDS, LOG_PAYLOADS, PROTOCOL, RoomEvent, VOLATILE_EVENTS } from '@visionary/contract';
import { z } from 'zod';
import { type JsonSchema, jsonSchemas } from './json-schemas.js';

const ABOUT = `Socket.IO over WebSocket only, messages packed by socket.io-msgpack-parser: bytes travel as bytes.
The handshake's auth is { protocol: ${PROTOCOL} }; the session cookie says who it is, none is a visitor.
Every command is acknowledged with { ok: true, data } or { ok: false, error: { code, detail? } }.
Events of a room's log come under their type with their whole envelope; the others are volatile: newest wins.`;

const CHANNEL = { $ref: '#/channels/socket' };
const inChannel = (name: string) => ({ $ref: `#/channels/socket/messages/${name}` });

const NEEDS = {
  nothing: 'Anybody may.',
  read: 'Needs the right to read the room.',
  write: 'Needs to be signed in and the right to write in the room.',
} as const;

interface Message {
  readonly name: string;
  readonly title?: string;
  readonly payload: JsonSchema | undefined;
}
type Messages = Record<string, Message>;

const commands = (messages: Messages, payloads: Readonly<Record<string, JsonSchema>>, acks: typeof payloads) =>
  Object.entries(COMMANDS).map(([name, { about, needs }]) => {
    messages[name] = { name, title: about, payload: payloads[name] };
    messages[`${name}.ack`] = { name: `${name}.ack`, payload: acks[name] };
    const reply = { channel: CHANNEL, messages: [inChannel(`${name}.ack`)] };
    const operation = { action: 'receive', channel: CHANNEL, summary: about, description: NEEDS[needs] };
    return [name, { ...operation, messages: [inChannel(name)], reply }] as const;
  });

const events = (messages: Messages, payloads: Readonly<Record<string, JsonSchema>>) =>
  Object.keys(payloads).map((name) => {
    messages[name] = { name, payload: payloads[name] };
    const summary = name in LOG_PAYLOADS ? 'Logged: kept, in order of seq' : 'Volatile';
    return [name, { action: 'send', channel: CHANNEL, summary, messages: [inChannel(name)] }] as const;
  });

/** AsyncAPI 3.0 of COMMANDS, the room log and VOLATILE_EVENTS. */
export const asyncApiDocument = (version: string) => {
  const payloads = Object.fromEntries(Object.entries(COMMANDS).map(([name, { payload }]) => [name, payload]));
  const acks = Object.fromEntries(Object.entries(COMMANDS).map(([name, { reply }]) => [name, ackOf(reply)]));
  const logged = Object.fromEntries(
    RoomEvent.options.map((event): [string, z.ZodType] => [event.shape.type.value, event]),
  );
  const incoming = jsonSchemas(payloads, 'input');
  const answers = jsonSchemas(acks, 'output');
  const outgoing = jsonSchemas({ ...logged, ...VOLATILE_EVENTS }, 'output');
  const messages: Messages = {};
  const operations = [...commands(messages, incoming.of, answers.of), ...events(messages, outgoing.of)];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Visionary, live', version, description: ABOUT },
    defaultContentType: 'application/msgpack',
    channels: { socket: { address: '/socket.io/', messages } },
    operations: Object.fromEntries(operations),
    components: { schemas: { ...incoming.components, ...answers.components, ...outgoing.components } },
  };
};
