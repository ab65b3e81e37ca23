import type { Group, Span } from './schedule-groups.js';
import { findGroups } from './schedule-groups.js';

/** The text of a prompt up to a step. */
export interface ScheduledText {
  /** The first step, counted from 0, that it no longer applies to. */
  readonly untilStep: number;
  readonly text: string;
}

/** A group in a run: the step at which `[from:to:when]` changes, 0 for `[a|b]`. */
interface TimedGroup {
  readonly group: Group;
  readonly changesAt: number;
}

/**
 * Resolves a prompt for a run of `steps` steps. `[from:to:when]`, `[to:when]`, and `[from::when]` change at a step,
 * an integer or, with a decimal point or below 1, a fraction of all steps; `[a|b|c]` alternates. The first `when`
 * steps use `from`.
 * In a second pass, steps count on, and fractions go from 1 to 2, as in AUTOMATIC1111's web UI.
 * @param earlierSteps steps of the first pass, in the second
 * @returns at least one text, neighbors differ, the last one until `steps`; never throws
 */
export function scheduleTexts(prompt: string, steps: number, earlierSteps = 0): ScheduledText[] {
  const groups = findGroups(prompt);
  if (!groups || groups.length === 0) return [{ untilStep: steps, text: prompt }];
  const timed = groups.map((group) => ({ group, changesAt: changeStepOf(group, steps, earlierSteps) }));
  const texts: ScheduledText[] = [];
  let firstStep = 0;
  for (const untilStep of changeSteps(timed, steps)) {
    const text = textAt(prompt, timed, firstStep);
    if (texts[texts.length - 1]?.text === text) texts.pop();
    texts.push({ untilStep, text });
    firstStep = untilStep;
  }
  return texts;
}

function changeStepOf(group: Group, steps: number, earlierSteps: number): number {
  if (group.kind === 'alternating') return 0;
  const value = Number(group.when);
  const isShare = group.when.includes('.') || value < 1;
  const earlierShare = earlierSteps > 0 ? 1 : 0;
  return Math.min(steps, Math.trunc(isShare ? (value - earlierShare) * steps : value - earlierSteps));
}

function changeSteps(groups: readonly TimedGroup[], steps: number): number[] {
  if (groups.some(({ group }) => group.kind === 'alternating')) return Array.from({ length: steps }, (_, i) => i + 1);
  const changes = groups.map(({ changesAt }) => changesAt).filter((turn) => turn >= 1);
  return [...new Set([...changes, steps])].sort((a, b) => a - b);
}

/**
 * Walks the text once and skips inactive alternatives. A stack holds where to continue after each group, whatever the
 * nesting depth.
 */
function textAt(prompt: string, groups: readonly TimedGroup[], step: number): string {
  const ends = [prompt.length];
  const resumePositions: number[] = [];
  let text = '';
  let nextGroup = 0;
  let position = 0;
  for (;;) {
    const end = ends[ends.length - 1]!;
    while (nextGroup < groups.length && groups[nextGroup]!.group.open < position) nextGroup++;
    const timed = groups[nextGroup];
    if (timed && timed.group.open < end) {
      const span = activeSpan(timed, step);
      text += prompt.slice(position, timed.group.open);
      ends.push(span[1]);
      resumePositions.push(timed.group.close + 1);
      position = span[0];
      continue;
    }
    text += prompt.slice(position, end);
    if (resumePositions.length === 0) return text;
    ends.pop();
    position = resumePositions.pop()!;
  }
}

function activeSpan({ group, changesAt }: TimedGroup, step: number): Span {
  switch (group.kind) {
    case 'scheduled':
      return step < changesAt ? group.before : group.after;
    case 'alternating':
      return group.alternatives[step % group.alternatives.length]!;
    default:
      return group satisfies never;
  }
}
