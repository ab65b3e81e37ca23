import sharp from 'sharp';
import type { FinisherCommand } from '../../../../libs/generation/domain/finisher-protocol.js';
import type { RendererReport } from '../../../../libs/generation/domain/renderer-protocol.js';
import { ImageCheckClient } from '../checks/take-content-check.js';
import { readChecks } from '../settings.js';
import { LentTake } from './lent-take.js';

/** Checks and encodes what a lent renderer sends, for the server that started it. Loads no models. */

/** All other decoders are blocked. */
const DECODERS = ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'];

if (!process.send) throw new Error('the finisher must be started by the server, with an IPC channel');
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: DECODERS });

const settings = readChecks(process.env);
const checks = settings && new ImageCheckClient(settings);
let take: LentTake | undefined;

/** The channel may close in between; `disconnect` ends the process then. */
function toServer(report: RendererReport): void {
  if (process.connected) process.send?.(report, undefined, undefined, () => undefined);
}

function begin(command: Extract<FinisherCommand, { type: 'begin' }>): void {
  const { takeId } = command;
  const onRejected = () => toServer({ type: 'failed', takeId, code: 'SAFETY_IMAGE_REJECTED', detail: '' });
  take?.end();
  take = new LentTake(command, toServer, checks?.of(onRejected));
}

function onCommand(command: FinisherCommand): void {
  switch (command.type) {
    case 'begin':
      return begin(command);
    case 'step':
      return take?.step(command);
    case 'finish':
      void take?.finish(command);
      return;
    case 'end':
      return take?.end();
    case 'shutdown':
      return process.exit(0);
    default:
      return command satisfies never;
  }
}

process.on('message', (command) => onCommand(command as FinisherCommand));
process.on('disconnect', () => process.exit(0));
// Ctrl+C in a terminal also reaches the server, which decides.
process.on('SIGINT', () => undefined);
toServer({ type: 'ready', pid: process.pid });
