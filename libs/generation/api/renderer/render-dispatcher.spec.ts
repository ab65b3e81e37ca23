import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { AppliedSteer } from '../../domain/renderer-protocol.js';
import type { AttemptsService } from '../../use-cases/attempts.service.js';
import { RenderDispatcher } from './render-dispatcher.js';

const attempt = { id: 'attempt', takeId: 'take', roomId: 'room', authorId: 'author', model: 'm' };

/** Records into a slow database, the first steer the slowest. */
const attemptsOver = (recorded: string[], failing?: string) => {
  const delays = [20, 10, 1];
  const recordSteer = async (_takeId: string, _owner: string, { steerId }: AppliedSteer) => {
    await pause(delays.shift());
    if (steerId === failing) throw new Error('the database is unavailable');
    return recorded.push(steerId) > 0;
  };
  const attempts = { recordSteer } as unknown as AttemptsService;
  const none = {} as never;
  return new RenderDispatcher(none, attempts, none, none, none, none, none, none, none);
};
const report = (dispatcher: RenderDispatcher) => {
  for (const steerId of ['a', 'b', 'c']) {
    dispatcher.onReport(attempt, { type: 'steered', takeId: 'take', steerId, imageIndex: 0, step: 0 });
  }
};

describe('RenderDispatcher', () => {
  it('[G20] records steers in order when the first one takes longest', async () => {
    const recorded: string[] = [];
    report(attemptsOver(recorded));
    await pause(100);
    expect(recorded).toEqual(['a', 'b', 'c']);
  });

  it('[G20] records the next steers when one could not be recorded', async () => {
    Logger.overrideLogger(false);
    const recorded: string[] = [];
    report(attemptsOver(recorded, 'a'));
    await pause(100);
    expect(recorded).toEqual(['b', 'c']);
  });
});
