import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { AppliedSteer, RecordAppliedSteer } from '../../use-cases/record-applied-steer.js';
import type { PreviewStream } from './preview-stream.js';
import type { AttemptResultRecorder } from './attempt-result-recorder.js';
import type { TakeLeases } from './take-leases.js';
import { RendererReportRouter } from './renderer-report-router.js';

const turn = { id: 'turn', takeId: 'take', roomId: 'room', authorId: 'author', model: 'm' };

/** Notes in a database that takes its time, the longest for what comes first. */
const newsOver = (noted: string[], failing?: string) => {
  const delays = [20, 10, 1];
  const run = async (_takeId: string, _owner: string, { steerId }: AppliedSteer) => {
    await pause(delays.shift());
    if (steerId === failing) throw new Error('the database is away');
    return noted.push(steerId) > 0;
  };
  const nobody = {} as unknown;
  return new RendererReportRouter(
    nobody as AttemptResultRecorder,
    nobody as TakeLeases,
    nobody as PreviewStream,
    { run } as unknown as RecordAppliedSteer,
  );
};
const tell = (news: RendererReportRouter) => {
  for (const steerId of ['a', 'b', 'c']) {
    news.onReport(turn, { type: 'steered', takeId: 'take', steerId, imageIndex: 0, step: 0 });
  }
};

describe('words that hold, as they are told', () => {
  it('[G20] are noted in the order in which they came to hold', async () => {
    const noted: string[] = [];
    tell(newsOver(noted));
    await pause(100);
    expect(noted).toEqual(['a', 'b', 'c']);
  });

  it('[G20] do not stop at one that could not be noted', async () => {
    Logger.overrideLogger(false);
    const noted: string[] = [];
    tell(newsOver(noted, 'a'));
    await pause(100);
    expect(noted).toEqual(['b', 'c']);
  });
});
