import { computed, shallowRef } from 'vue';

interface Named {
  readonly id: string;
}

/** Listed entries plus those fetched by id. */
export function createRegistry<T extends Named>() {
  const listed = shallowRef<readonly T[]>([]);
  const others = shallowRef<readonly T[]>([]);
  const all = computed(() => {
    const named = new Set(listed.value.map(({ id }) => id));
    return [...listed.value, ...others.value.filter(({ id }) => !named.has(id))];
  });
  const put = (one: T): void => void (others.value = [...others.value.filter(({ id }) => id !== one.id), one]);
  function remove(ids: readonly string[]): void {
    const left = ({ id }: Named) => !ids.includes(id);
    listed.value = listed.value.filter(left);
    others.value = others.value.filter(left);
  }
  const isListed = (id: string): boolean => listed.value.some((one) => one.id === id);
  return { listed, isListed, all, put, remove };
}
