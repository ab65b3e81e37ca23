import { describe, expect, it } from '@jest/globals';
import { parseProbeReport, parseRendererReport } from './child-reports.js';

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(8)]);
const image = { png, width: 64, height: 64, seed: 7 };
const job = { prompt: 'a', negative: '', scheduler: 'ddim', seed: 7, steps: 4, loras: [{ id: 'ink', weight: 1 }] };
const record = {
  ...{ modelName: 'tiny', modelHash: 'a'.repeat(64), runtime: 'onnxruntime-node', provider: 'cpu' },
  ...{ job, infotext: 'a', loadMs: 1, renderMs: 2 },
};
const finished = { type: 'finished', takeId: 't', images: [image], record };
const step = { type: 'step', takeId: 't', imageIndex: 0, images: 1, step: 1, steps: 4, msLeft: 3 };
const frame = { mime: 'image/jpeg', width: 8, height: 8, bytes: Buffer.from('x') };

describe('reports of a renderer', () => {
  it.each([
    ['a step with a frame', { ...step, frame }],
    ['a finished take', finished],
    [
      'a pool',
      {
        type: 'pool',
        state: {
          entries: [],
          budgetBytes: 1,
          rssBytes: 1,
          hits: 0,
          misses: 0,
          evictions: 0,
          outOfMemory: 0,
          loadSeconds: 0,
        },
      },
    ],
  ])('[E42] a report is passed on unchanged when it is %s', (_name, report) => {
    expect(parseRendererReport(report)).toEqual({ report });
  });

  it.each([
    ['no object', 'finished'],
    ['of an unknown type', { type: 'sql', takeId: 't' }],
    ['a page instead of an image', { ...finished, images: [{ ...image, png: Buffer.from('<script>') }] }],
    ['a frame that is a page', { ...step, frame: { ...frame, mime: 'text/html' } }],
    ['a frame of five megabytes', { ...step, frame: { ...frame, bytes: Buffer.alloc(5 * 2 ** 20) } }],
    ['five images', { ...finished, images: Array(5).fill(image) }],
    ['an image with a field of its own', { ...finished, images: [{ ...image, path: '/etc/passwd' }] }],
    ['a job without end', { ...finished, record: { ...record, job: { ...job, more: Array(2 ** 21).fill(0) } } }],
    ['a job with a map', { ...finished, record: { ...record, job: { ...job, more: new Map() } } }],
    ['a size that is no number', { ...step, steps: NaN }],
  ])('[E42] a report is rejected when it is %s', (_name, report) => {
    expect(parseRendererReport(report)).toEqual({ problem: expect.stringContaining('it sent an invalid report') });
  });

  it('[E42] a report of a trial is rejected when its code is unknown', () => {
    expect(parseProbeReport({ type: 'loaded' })).toEqual({ report: { type: 'loaded' } });
    expect(parseProbeReport({ type: 'rejected', code: 'ROOT', detail: '' })).toHaveProperty('problem');
  });
});
