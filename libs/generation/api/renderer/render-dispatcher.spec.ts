import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { AppliedSteer } from '../../domain/renderer-protocol.js';
import type { AttemptsService } from '../../use-cases/attempts.service.js';
import { RenderDispatcher } from './render-dispatcher.js';

const attempt = { id: 'attempt', takeId: 'take', roomId: 'room', authorId: 'author', model: 'm' };

/** Reports three steers to a dispatcher with a slow database, the first steer the slowest. @returns those recorded, in order */
const recordSteers = (failing?: string) =>
  new Promise<string[]>((resolve) => {
    const recorded: string[] = [];
    const delays = [20, 10, 1];
    let open = delays.length;
    const recordSteer = async (_takeId: string, _owner: string, { steerId }: AppliedSteer) => {
      await pause(delays.shift());
      if (steerId !== failing) recorded.push(steerId);
      if (--open === 0) resolve(recorded);
      if (steerId === failing) throw new Error('the database is unavailable');
    };
    const none = {} as never;
    const attempts = { recordSteer } as unknown as AttemptsService;
    const dispatcher = new RenderDispatcher(none, attempts, none, none, none, none, none, none, none, none, none);
    for (const steerId of ['a', 'b', 'c']) {
      dispatcher.onReport(attempt, { type: 'steered', takeId: 'take', steerId, imageIndex: 0, step: 0 });
    }
  });

describe('RenderDispatcher', () => {
  it('[G20] records steers in order when the first one takes longest', async () => {
    expect(await recordSteers()).toEqual(['a', 'b', 'c']);
  });

  it('[G20] records the next steers when one could not be recorded', async () => {
    Logger.overrideLogger(false);
    expect(await recordSteers('a')).toEqual(['b', 'c']);
  });
});
