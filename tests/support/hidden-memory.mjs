// A program that hides memory from who counts it. Says over IPC what it holds, in the way that it is asked for.
import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';

const hold = 'my $held = "x" x $ARGV[0]; print "holds\n"; close STDOUT; sleep 20;';

const PROGRAMS = {
  'far descendants': `$| = 1; for (1..12) { if (fork) { wait; exit } } ${hold}`,
  'a process that left its parent': `$| = 1; exit if fork; exit if fork; setpgrp; ${hold}`,
};

/** Resolves when a program holds the memory. */
const inProcess = (code, bytes) =>
  new Promise((resolve) => {
    const child = spawn('perl', ['-e', code, bytes], { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.once('data', resolve);
  });

const inThread = (bytes) =>
  new Promise((resolve) => {
    const script = `
      const { spawn } = require('node:child_process');
      const [code, bytes] = require('node:worker_threads').workerData;
      spawn('perl', ['-e', code, bytes], { stdio: ['ignore', 'pipe', 'ignore'] }).stdout.once('data', () =>
        require('node:worker_threads').parentPort.postMessage('holds'));
      setInterval(() => 0, 1000);`;
    new Worker(script, { eval: true, workerData: [`$| = 1; ${hold}`, bytes] }).once('message', resolve);
  });

process.on('message', async ({ way, bytes }) => {
  if (way === 'a child of a thread') await inThread(bytes);
  else await inProcess(PROGRAMS[way], bytes);
  process.send('holds');
});
process.send('ready');
