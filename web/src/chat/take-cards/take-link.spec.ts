import { describe, expect, it } from '@jest/globals';
import { parseTakeLink } from './take-link.js';

const ROOM = '0b0a7c5e-2f0e-4f5a-9a3e-0c6a0f6f9a11';
const HERE = 'https://art.example';

describe('parsing a take link', () => {
  it.each([
    [`${HERE}/rooms/${ROOM}?take=7`, 7],
    [` ${HERE}/rooms/${ROOM}?message=x&take=12#y\n`, 12],
  ])('[C33] accepts %s', (text, number) => expect(parseTakeLink(text, HERE)).toEqual({ roomId: ROOM, number }));

  it.each([
    `look: ${HERE}/rooms/${ROOM}?take=7`,
    `https://evil.example/rooms/${ROOM}?take=7`,
    `${HERE}.evil.example/rooms/${ROOM}?take=7`,
    `${HERE}/x/rooms/${ROOM}?take=7`,
    `${HERE}/rooms/${ROOM}`,
    `${HERE}/rooms/${ROOM}?take=x`,
    `${HERE}/rooms/lobby?take=7`,
    '',
  ])('[C33] rejects anything else: %s', (text) => expect(parseTakeLink(text, HERE)).toBeNull());
});
