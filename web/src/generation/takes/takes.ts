import type { LogPayload, ParticipantRole, UserView, TakeView } from '@visionary/contract';
import { isDownloadable } from '../images/image-visibility.js';

export interface PromptPair {
  readonly prompt: string;
  readonly negative: string;
}

/** A take with who ended it early and where, which only the log contains. */
export interface Take extends TakeView {
  readonly cancelled?: { readonly by: UserView; readonly step: number };
}

/** The takes of a room that this client knows. */
export interface Takes {
  /** Newest first, without duplicates and without gaps. */
  readonly list: readonly Take[];
  /** There are takes older than `list`. */
  readonly more: boolean;
  /** Takes from events that are older than `list`. Takes between them and `list` are not loaded. */
  readonly detached: readonly Take[];
}

export const EMPTY_TAKES: Takes = { list: [], more: false, detached: [] };

const allOf = ({ list, detached }: Takes): readonly Take[] => [...list, ...detached];
export const findTake = (takes: Takes, takeId: string): Take | undefined =>
  allOf(takes).find(({ id }) => id === takeId);
export const findTakeByNumber = (takes: Takes, number: number): Take | undefined =>
  allOf(takes).find((take) => take.number === number);

/**
 * Adds takes; a newer version replaces the known one.
 * @param oldest the number down to which every take is loaded; matters only while there are older ones
 */
export function withTakes(
  takes: Takes,
  added: readonly TakeView[],
  more = takes.more,
  oldest = takes.list.at(-1)?.number ?? 0,
): Takes {
  const byId = new Map<string, Take>(allOf(takes).map((take) => [take.id, take]));
  for (const take of added) byId.set(take.id, take);
  const sorted = [...byId.values()].sort((a, b) => b.number - a.number);
  const isLoaded = ({ number }: Take) => !more || number >= oldest;
  return { list: sorted.filter(isLoaded), more, detached: sorted.filter((take) => !isLoaded(take)) };
}

/**
 * Adds the page before a take. Pages never overwrite what events have already changed. A page before another take than the oldest
 * one is dropped: the room was reloaded meanwhile, and the takes between them would be missing without a trace.
 */
export function withOlderTakes(
  takes: Takes,
  page: { readonly takes: readonly TakeView[]; readonly more: boolean },
  beforeNumber: number,
): Takes {
  if (takes.list.at(-1)?.number !== beforeNumber) return takes;
  const loadedIds = new Set(allOf(takes).map(({ id }) => id));
  return withTakes(
    takes,
    page.takes.filter(({ id }) => !loadedIds.has(id)),
    page.more,
    page.takes.at(-1)?.number,
  );
}

const updated = (takes: Takes, takeId: string, change: (take: Take) => Take): Takes => {
  const apply = (take: Take) => (take.id === takeId ? change(take) : take);
  return { ...takes, list: takes.list.map(apply), detached: takes.detached.map(apply) };
};

export const withStarted = (takes: Takes, { takeId, at }: LogPayload<'generation.started'>): Takes =>
  updated(takes, takeId, (take) => ({ ...take, status: 'rendering', startedAt: at }));

/** Its renderer was lost. It keeps its steers. */
export const withRequeued = (takes: Takes, { takeId }: LogPayload<'generation.requeued'>): Takes =>
  updated(takes, takeId, ({ startedAt: _, ...take }) => ({ ...take, status: 'queued' }));

/** The steps that run with an init image, or all without one. */
export const stepsFromImage = (steps: number, strength = 1): number => Math.min(steps, Math.floor(steps * strength));

/** The steps that run, of both passes: an init image skips those before its strength, as diffusers counts them. */
export const renderedSteps = ({ settings: { steps, init, hires } }: Pick<TakeView, 'settings'>): number =>
  stepsFromImage(steps, init?.strength) + (hires?.steps ?? 0);

/** The current prompts of a take: of its last steer, or the initial ones. */
export function currentPrompts({ prompt, negative, steers = [] }: Pick<TakeView, 'prompt' | 'negative' | 'steers'>) {
  const last = steers.at(-1);
  return last ? { prompt: last.prompt, negative: last.negative } : { prompt, negative };
}

/** The prompt that one of its images ended with: steers apply to the image that was rendered then, and to those after it. */
export const promptOfImage = ({ prompt, steers = [] }: Pick<TakeView, 'prompt' | 'steers'>, index: number): string =>
  steers.findLast(({ image }) => image <= index)?.prompt ?? prompt;

interface Credit {
  readonly user: UserView;
  readonly parts: readonly ParticipantRole[];
}

/** Who made the take and how, renderer first, as on the page of a post. */
export function creditsOf({ author, promptAuthors, isOthersPrompt, steers = [], stoppedAt }: TakeView): Credit[] {
  const contributions: [UserView, ParticipantRole][] = [
    [author, 'rendered'],
    ...promptAuthors.flatMap((one): [UserView, ParticipantRole][] =>
      one.id === author.id && isOthersPrompt ? [] : [[one, 'wrote']],
    ),
    ...steers.map(({ by }): [UserView, ParticipantRole] => [by, 'steered']),
    ...(stoppedAt ? [[stoppedAt.by, 'stopped'] satisfies [UserView, ParticipantRole]] : []),
  ];
  return [...Map.groupBy(contributions, ([{ id }]) => id).values()].map((userContributions) => ({
    user: userContributions[0]?.[0] ?? author,
    parts: [...new Set(userContributions.map(([, part]) => part))],
  }));
}

/** A steer that the snapshot already contained is not added twice. */
export const withSteered = (takes: Takes, { takeId, steer }: LogPayload<'generation.steered'>): Takes =>
  updated(takes, takeId, (take) => {
    const before = take.steers ?? [];
    const isKnown = before.some(({ at, by }) => at === steer.at && by.id === steer.by.id);
    return isKnown ? take : { ...take, steers: [...before, steer] };
  });

export const withFailed = (
  takes: Takes,
  { takeId, code, detail }: LogPayload<'generation.failed'>,
  at: number,
): Takes => updated(takes, takeId, (take) => ({ ...take, status: 'failed', failure: { code, detail }, endedAt: at }));

export const withCancelled = (
  takes: Takes,
  { takeId, by, step, adminReason }: LogPayload<'generation.cancelled'>,
  at: number,
): Takes =>
  updated(takes, takeId, (take) => ({
    ...take,
    status: 'cancelled',
    ...(by && { cancelled: { by, step } }),
    ...(adminReason !== undefined && { adminReason }),
    endedAt: at,
  }));

/** Hidden and held images cannot be published by anyone. */
export const mayBePublished = ({ status, images }: Pick<Take, 'status' | 'images'>): boolean =>
  status === 'finished' && images.some(isDownloadable);
/** Contributors, also if they can only read by now, and everyone who can write in the room. */
export const mayPublish = (take: Take, author: { readonly id: string; readonly mayWrite: boolean } | null): boolean =>
  author !== null &&
  mayBePublished(take) &&
  (author.mayWrite || [take.author, ...take.promptAuthors].some(({ id }) => id === author.id));
/** Its author and owners of the room cancel or stop a take. */
export const mayEndTake = (
  { author }: Pick<Take, 'author'>,
  user: { readonly id: string | undefined; readonly mayWrite: boolean; readonly mayManage: boolean },
): boolean => user.mayWrite && (user.mayManage || author.id === user.id);
export const isOver = (take: Pick<TakeView, 'status'>): boolean =>
  take.status === 'finished' || take.status === 'failed' || take.status === 'cancelled';

/** Worth showing without a running take: an image, a failure, or one that a user just ended. */
const isWorthShowing = ({ status, cancelled, adminReason }: Take) =>
  status === 'finished' || status === 'failed' || cancelled !== undefined || adminReason !== undefined;

/**
 * The take on the canvas: the rendering one, else the next in the queue, else the newest worth showing. Failures
 * count, so that their reason and Retry stay visible.
 */
export function canvasTake(takes: readonly Take[]): Take | undefined {
  return (
    takes.find(({ status }) => status === 'rendering') ??
    takes.findLast(({ status }) => status === 'queued') ??
    takes.find(isWorthShowing) ??
    takes[0]
  );
}
