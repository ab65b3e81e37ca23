import { once } from 'node:events';
import { setTimeout as later } from 'node:timers/promises';
import { io } from 'socket.io-client';

import { BUILT_IN_TERMS, WordFilter } from '../../../../dist/libs/word-filter/index.js';
import { LIMITS, PROTOCOL_VERSION } from '../../../../dist/libs/contract/index.js';
import { clientParser } from '../../../../dist/libs/platform/realtime/wire-parser.js';
import { choicesOf } from '../../../support/words/random-choices.mjs';
import { startServer } from '../bench-server.mjs';
import { median, rounded } from '../figures.mjs';
import { worstTexts } from './worst-texts.mjs';

const SOCKETS = 30;
const COMMANDS = 20;
const MODEL = 'models/visionary-mini';

/** The text that takes the filter longest, of those that fit into one command. */
function worstText(choices) {
  const terms = BUILT_IN_TERMS.filter(({ action }) => action !== 'allow').map(({ text }) => ({ id: text, text }));
  const filter = new WordFilter(terms, []);
  const texts = worstTexts(
    terms.map(({ text }) => text),
    choices,
    LIMITS.messageLength * 3,
  );
  const timed = Object.values(texts).map((text) => {
    const cut = text.slice(0, LIMITS.messageLength).toWellFormed();
    const before = process.cpuUsage();
    for (let n = 0; n < 3; n++) filter.find(cut);
    return { text: cut, ms: process.cpuUsage(before).user / 3000 };
  });
  return timed.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
}

/**
 * Thirty sockets of visitors at one address have the server check the worst texts, each different, as fast as they can: how long the
 * event loop blocks, how long another request takes meanwhile, and how much of the flood is answered.
 */
export async function measure() {
  const { text, ms } = worstText(choicesOf(5));
  const server = await startServer(MODEL);
  const replies = { checked: 0, rejected: 0, unanswered: 0 };
  try {
    const sockets = Array.from({ length: SOCKETS }, () =>
      io(server.url, {
        ...{ transports: ['websocket'], parser: clientParser, auth: { protocol: PROTOCOL_VERSION }, forceNew: true },
      }),
    );
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    // The first check compiles the lists.
    await sockets[0].emitWithAck('safety.checkTexts', { scope: 'prompts', texts: { first: text } });
    await server.longestBlock();
    const startedAt = performance.now();
    const flood = sockets.flatMap((socket, s) =>
      Array.from({ length: COMMANDS }, async (_, n) => {
        const texts = Object.fromEntries(
          Array.from({ length: LIMITS.textsPerCheck }, (_text, t) => [
            `t${t}`,
            `${s} ${n} ${t} ${text}`.slice(0, LIMITS.messageLength),
          ]),
        );
        // A socket ends when the server is blocked for longer than its heartbeat.
        const reply = await socket.emitWithAck('safety.checkTexts', { scope: 'prompts', texts }).catch(() => undefined);
        replies[reply ? (reply.ok ? 'checked' : 'rejected') : 'unanswered'] += 1;
      }),
    );
    let isOver = false;
    const over = Promise.all(flood).then(() => (isOver = true));
    const waits = [];
    while (!isOver) {
      const askedAt = performance.now();
      await fetch(`${server.url}/api/health`);
      waits.push(performance.now() - askedAt);
      await later(20);
    }
    await over;
    const seconds = rounded((performance.now() - startedAt) / 1000, 1);
    const block = await server.longestBlock();
    for (const socket of sockets) socket.disconnect();
    return {
      ...{ sockets: SOCKETS, commands: SOCKETS * COMMANDS, textMs: rounded(ms, 1), ...replies, seconds },
      longestBlockMs: rounded(block.ms),
      longestTaskCpuMs: rounded(block.cpuMs),
      healthMs: { median: rounded(median(waits)), longest: rounded(Math.max(...waits)) },
    };
  } finally {
    await server.end();
  }
}
