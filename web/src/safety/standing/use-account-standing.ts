import type { MyStanding } from '@visionary/contract';
import { shallowRef } from 'vue';
import { call } from '../../shared/api/index.js';
import { toRejection, type Rejection } from '../../shared/api/rejection.js';

/** Decisions about me, and my appeals. */
export function useAccountStanding() {
  const current = shallowRef<MyStanding | null>(null);
  const rejection = shallowRef<Rejection | null>(null);
  async function load(): Promise<void> {
    try {
      [current.value, rejection.value] = [await call('myStanding'), null];
    } catch (error) {
      rejection.value = toRejection(error);
    }
  }
  /** @throws Rejection */
  async function appeal(decisionId: string, text: string): Promise<void> {
    current.value = await call('appeal', { params: { decisionId }, body: { words: text } });
  }
  return { current, rejection, load, appeal };
}
