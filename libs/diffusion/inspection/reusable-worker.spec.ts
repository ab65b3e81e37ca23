import { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import { ReusableWorker } from './reusable-worker.js';

const SCRIPT = `const { parentPort, threadId } = require('node:worker_threads');
parentPort.on('message', (question) => {
  if (question === 'break') throw new Error('broken');
  if (question !== 'wait') parentPort.postMessage(threadId);
});`;
const willing = new AbortController().signal;

it('[M131] ReusableWorker reuses its thread and replaces it after an error or an abort', async () => {
  const thread = new ReusableWorker(() => new Worker(SCRIPT, { eval: true }), 60_000);
  const who = () => thread.request('who', willing);
  const first = await who();
  expect(await who()).toBe(first);
  await expect(thread.request('break', willing)).rejects.toThrow('broken');
  const second = await who();
  expect(second).not.toBe(first);
  const nobody = new AbortController();
  const waiting = thread.request('wait', nobody.signal);
  nobody.abort(new Error('nobody waits'));
  await expect(waiting).rejects.toThrow('nobody waits');
  const third = await who();
  expect([first, second]).not.toContain(third);
  await thread.end();
});

it('[M131] ReusableWorker ends its thread when it stays idle', async () => {
  await new Promise((resolve) => {
    const start = () => new Worker(SCRIPT, { eval: true }).once('exit', resolve);
    void new ReusableWorker(start, 1).request('who', willing);
  });
});
