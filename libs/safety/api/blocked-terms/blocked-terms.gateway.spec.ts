import { describe, expect, it } from '@jest/globals';
import type { Call } from '@visionary/platform/realtime';
import type { OpenCase } from '../../use-cases/cases/open-case.js';
import { CheckText } from '../../use-cases/blocked-terms/check-text.js';
import { MatchTerms } from '../../use-cases/blocked-terms/match-terms.js';
import type { TermFilter } from '../../use-cases/blocked-terms/term-filter.js';
import { BlockedTermsGateway } from './blocked-terms.gateway.js';

type CheckCall = Call<'safety.checkTexts'>;

/** Of FairQueue, for each owner. */
const MAX_PENDING = 64;

/** A filter that finds nothing. */
function createMatchTerms() {
  const searched: string[] = [];
  const find = (text: string) => {
    searched.push(text);
    return [];
  };
  const filter: Partial<TermFilter> = { onChange: () => undefined, find };
  return { matchTerms: new MatchTerms(filter as TermFilter), searched };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Codes of rejections. */
const rejections = async (checks: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(checks)).flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));

describe('checks of texts that are being written', () => {
  it('[G29] take turns by the owner of the socket, and are rejected when one owner has too many pending', async () => {
    const { matchTerms, searched } = createMatchTerms();
    const gateway = new BlockedTermsGateway(matchTerms);
    const check = (owner: string, text: string) => {
      const call: Pick<CheckCall, 'payload'> & { readonly socket: Pick<CheckCall['socket'], 'owner'> } = {
        payload: { scope: 'chat', texts: { text } },
        socket: { owner },
      };
      return gateway.checkTexts(call as CheckCall);
    };
    const flood = numbers(MAX_PENDING + 2).map((n) => check('visitors of an address', `flood ${n}`));
    const other = check('a user', 'hello');
    expect(await rejections(flood)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect(await other).toEqual({ hits: [] });
    expect(searched.slice(0, 3)).toEqual(['flood 0', 'hello', 'flood 1']);
  });

  it('[G29] take turns by room when prompts are masked for visitors', async () => {
    const { matchTerms, searched } = createMatchTerms();
    const checkText = new CheckText(matchTerms, {} as OpenCase);
    const flood = numbers(MAX_PENDING + 1).map((n) => checkText.maskPrompts({ prompt: `flood ${n}` }, 'a room'));
    const other = checkText.maskPrompts({ prompt: 'a fox' }, 'another room');
    expect(await rejections(flood)).toEqual(['RATE_LIMITED']);
    expect(await other).toEqual({ prompt: 'a fox' });
    expect(searched.slice(0, 3)).toEqual(['flood 0', 'a fox', 'flood 1']);
  });
});
