import type { LineEnd, PreviewView, QueuePlace } from '@visionary/contract';
import { shallowReactive, shallowRef } from 'vue';
import { makeFetching } from './fetching.js';
import { Frames } from './frames.js';

/** How far a running take is. */
export type Progress = Omit<PreviewView, 'frame' | 'roomId'>;

const isOlder = (before: Progress, now: Progress) =>
  before.picture > now.picture || (before.picture === now.picture && before.step > now.step);

/** What waits and what renders: newest wins, nothing of it is kept. */
export function makeRunning() {
  const queue = shallowRef<readonly QueuePlace[]>([]);
  const lineEnd = shallowRef<LineEnd>({ before: 0 });
  const progress = shallowReactive(new Map<string, Progress>());
  const { fetching, applyFetched, forget, keepOnly: keepFetching } = makeFetching();
  const frames = new Frames();

  function applyMoved(places: readonly QueuePlace[], end: LineEnd): void {
    lineEnd.value = end;
    queue.value = [...places].sort((a, b) => a.position - b.position);
  }

  function applyPreviewed(preview: PreviewView): void {
    const { roomId: _room, frame: _frame, ...now } = preview;
    const before = progress.get(now.takeId);
    if (before && isOlder(before, now)) return;
    progress.set(now.takeId, now);
    forget(now.takeId);
    frames.push(preview);
  }

  /** Its frames stay for the crossing to the picture, until another take begins. */
  function ended(takeId: string): void {
    queue.value = queue.value.filter((place) => place.takeId !== takeId);
    forget(takeId);
  }

  function keepOnly(takeIds: ReadonlySet<string>): void {
    for (const id of [...progress.keys()]) if (!takeIds.has(id)) progress.delete(id);
    keepFetching(takeIds);
    frames.keepOnly(takeIds);
  }

  const frameOf = (takeId: string, picture: number) => frames.newest(takeId, picture);
  const dropFrame = (takeId: string, picture: number) => frames.drop(takeId, picture);
  const events = { applyMoved, applyPreviewed, applyFetched, ended };
  return { queue, lineEnd, progress, fetching, ...events, startAnew: forget, keepOnly, frameOf, dropFrame };
}
