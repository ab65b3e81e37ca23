import { describe, expect, it } from '@jest/globals';
import { PinoLogger } from './pino-logger.js';

const logging = (pretty: boolean) => {
  const lines: string[] = [];
  const logger = new PinoLogger({ level: 'info', pretty, write: (line) => lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
};

describe('PinoLogger', () => {
  it('writes one JSON line with the given ids', () => {
    const { logger, last } = logging(false);
    logger.log('Message rejected', { roomId: 'r1', code: 'FORBIDDEN' }, 'Chat');
    expect(last()).toMatchObject({
      level: 30,
      msg: 'Message rejected',
      roomId: 'r1',
      code: 'FORBIDDEN',
      context: 'Chat',
    });
  });

  it('logs the stack of an error however Nest passes it', () => {
    const { logger, last } = logging(false);
    logger.error('Broken', new TypeError('no such thing'), 'Server');
    expect(last()).toMatchObject({ context: 'Server', err: { type: 'TypeError', message: 'no such thing' } });
    logger.error('Broken', 'Error: x\n at y', 'Server');
    expect(last()).toMatchObject({ context: 'Server', err: { stack: 'Error: x\n at y' } });
  });

  it('logs nothing below its level', () => {
    const { logger, lines } = logging(false);
    logger.debug('detail', 'Server');
    expect(lines).toEqual([]);
  });

  it('formats lines for a terminal', () => {
    const { logger, lines } = logging(true);
    logger.warn('Redis is away', { attempt: 2 }, 'Bus');
    expect(lines[0]).toContain('warn');
    expect(lines[0]).toContain('Redis is away');
    expect(lines[0]).toContain('{"attempt":2}');
  });
});
