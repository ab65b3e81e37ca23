import { onScopeDispose, shallowReadonly, shallowRef, type Ref } from 'vue';

/** The current time, updated every `everyMs`, for texts such as "3 minutes ago". */
export function useNow(everyMs: number): Readonly<Ref<number>> {
  const now = shallowRef(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), everyMs);
  onScopeDispose(() => clearInterval(timer));
  return shallowReadonly(now);
}
