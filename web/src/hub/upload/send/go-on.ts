import { LineBroken, UploadGone } from './tus-line.js';

export interface GoingOn {
  readonly signal: AbortSignal;
  /** One try, as far as the line holds. @throws LineBroken, UploadGone, or what ends it for good */
  attempt(): Promise<void>;
  /** @returns whether some of it went through since the break before */
  broke(): boolean;
  /** The server forgot what it had: it begins anew. */
  forgotten(): void;
  /** After so many breaks in a row, or earlier where something says that the line is back. */
  lineBack(breaks: number, signal: AbortSignal): Promise<void>;
}

/** Tries until it is done, refused or stopped: a broken line is waited for, however long. */
export async function goOn({ signal, attempt, broke, forgotten, lineBack }: GoingOn): Promise<'done' | 'stopped'> {
  for (let breaks = 0; !signal.aborted; breaks++) {
    try {
      await attempt();
      return 'done';
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof UploadGone) forgotten();
      else if (!(error instanceof LineBroken)) throw error;
      else if (broke()) breaks = 0;
    }
    await lineBack(breaks, signal);
  }
  return 'stopped';
}
