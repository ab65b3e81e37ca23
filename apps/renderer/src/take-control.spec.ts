import { describe, expect, it } from '@jest/globals';
import { RenderError } from '@visionary/diffusion';
import type { RenderJob } from '../../../libs/generation/domain/renderer-protocol.js';
import type { AppliedSteer } from './take-control.js';
import { TakeControl } from './take-control.js';

const STEPS = 6;
/** Words that nobody could render begin so. */
const REFUSED = 'too much';
const JOB: RenderJob = {
  ...{ prompt: 'A', negative: '', scheduler: 'ddim', steps: STEPS, guidance: 7, width: 64, height: 64 },
  ...{ seed: 1, batch: 2 },
};
const steer = (prompt: string) => ({ steerId: prompt, prompt, negative: '' });

/** Walks through a take as the library does. @returns for each image the word that held at each step */
function walk(course: TakeControl, act: (image: number, stepsDone: number) => void = () => undefined): string[] {
  const held: string[] = [];
  for (let image = 0, goesOn = true; goesOn; image++) {
    const hooks = course.hooks(image);
    let word = JOB.prompt;
    let seen = '';
    for (let done = 0; done < STEPS; done++) {
      act(image, done);
      const words = hooks.steer(done);
      const isRefused = words?.prompt.startsWith(REFUSED) === true;
      if (words) hooks.onSteered(done, isRefused ? new RenderError('RENDER_OUT_OF_RANGE', REFUSED) : undefined);
      if (words && !isRefused) word = words.prompt;
      seen += word;
      course.stepped(done + 1, STEPS);
      if (hooks.shouldStop(done + 1)) break;
    }
    held.push(seen);
    goesOn = course.continuesAfter(image);
  }
  return held;
}

/** The take's course, its record, and what the record gives when it is rendered again. */
function twice(job: RenderJob, act: (course: TakeControl, image: number, stepsDone: number) => void) {
  const told: AppliedSteer[] = [];
  const course = new TakeControl(job, (held) => told.push(held));
  const seen = walk(course, (image, done) => act(course, image, done));
  return { seen, told, job: course.job, again: walk(new TakeControl(course.job, () => undefined)) };
}

describe('the course of a take', () => {
  it('takes new words before the next step, and in later pictures at the same step', () => {
    const { seen, told, again } = twice(JOB, (course, image, done) => {
      if (image === 0 && done === 2) course.steer(steer('B'));
    });
    expect(seen).toEqual(['AABBBB', 'AABBBB']);
    expect(told).toEqual([{ steerId: 'B', imageIndex: 0, step: 2 }]);
    expect(again).toEqual(seen);
  });

  it('lets the last one who speaks have the word, in what follows too', () => {
    const { seen, again } = twice(JOB, (course, image, done) => {
      if (image === 0 && done === 3) course.steer(steer('B'));
      if (image === 1 && done === 1) course.steer(steer('C'));
    });
    expect(seen).toEqual(['AAABBB', 'ACCCCC']);
    expect(again).toEqual(seen);
  });

  it('holds words that came while the model was loaded from the first step on', () => {
    const { seen, told } = twice(JOB, (course, image, done) => {
      if (image === 0 && done === 0) for (const word of ['B', 'C']) course.steer(steer(word));
    });
    expect(seen).toEqual(['CCCCCC', 'CCCCCC']);
    expect(told.map(({ step }) => step)).toEqual([0, 0]);
  });

  it('keeps the picture of the step at which it is stopped, and begins no other', () => {
    const { seen, job, again } = twice(JOB, (course, _picture, done) => {
      if (done === 3) course.stop();
    });
    expect(seen).toEqual(['AAAA']);
    expect(job.stopPoint).toEqual({ image: 0, step: 4 });
    expect(again).toEqual(seen);
  });

  it('counts a stop during the last step as the end of the batch, not of the picture', () => {
    const course = new TakeControl(JOB, () => undefined);
    const seen = walk(course, (_picture, done) => {
      if (done === STEPS - 1) course.stop();
    });
    expect(seen).toEqual(['AAAAAA']);
    expect(course.job.stopPoint).toEqual({ image: 0, step: STEPS });
    expect(course.singleImageJob(0)).not.toHaveProperty('stopAt');
  });

  it('goes on with the words it had when new ones cannot be rendered, and forgets those', () => {
    const { seen, told, job, again } = twice(JOB, (course, image, done) => {
      if (image === 0 && done === 1) course.steer(steer('B'));
      if (image === 0 && done === 3) course.steer(steer(REFUSED));
    });
    expect(seen).toEqual(['ABBBBB', 'ABBBBB']);
    expect(told.map(({ steerId }) => steerId)).toEqual(['B']);
    expect(job.promptChanges).toHaveLength(1);
    expect(again).toEqual(seen);
  });
});
