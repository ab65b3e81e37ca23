import { describe, expect, it } from '@jest/globals';
import type { ModelPickerItem } from '@visionary/contract';
import { effectScope, nextTick, shallowRef } from 'vue';
import { useListboxHighlight } from './use-listbox-highlight.js';

const named = (id: string) => ({ model: { id }, isCompatible: true }) as ModelPickerItem;

function aPicker() {
  const [typed, answered] = [shallowRef(''), shallowRef<string | null>('')];
  const all = shallowRef([named('Ink'), named('Mini')]);
  const [chosen, requests] = [[] as string[], [] as string[]];
  const rows = effectScope().run(() =>
    useListboxHighlight({
      ...{ all: () => all.value, typed: () => typed.value, answered: () => answered.value },
      fetchNow: () => requests.push(typed.value),
      choose: (choice) => chosen.push(choice.model?.id ?? ''),
    }),
  );
  if (!rows) throw new Error('there is no scope');
  const type = (query: string) => ((typed.value = query), nextTick());
  const reply = (query: string, ...ids: string[]) => (
    (all.value = ids.map(named)),
    (answered.value = query),
    nextTick()
  );
  return { ...rows, type, reply, chosen, requests };
}

describe('[B151] the picker chooses from the results of the typed query', () => {
  it('Enter before the results waits for them and chooses the first row', async () => {
    const picker = aPicker();
    await picker.type('frost');
    picker.enter();
    expect([picker.chosen, picker.requests]).toEqual([[], ['frost']]);
    await picker.reply('fro', 'Frog');
    expect(picker.chosen).toEqual([]);
    await picker.reply('frost', 'Frost', 'Ink');
    expect(picker.chosen).toEqual(['Frost']);
  });

  it('typing on cancels a waiting Enter', async () => {
    const picker = aPicker();
    await picker.type('fro');
    picker.enter();
    await picker.type('frost');
    await picker.reply('frost', 'Frost');
    expect(picker.chosen).toEqual([]);
    picker.enter();
    expect(picker.chosen).toEqual(['Frost']);
  });

  it('a highlighted row stays highlighted wherever new results place it, and not when it is missing', async () => {
    const picker = aPicker();
    await picker.type('i');
    picker.move(1);
    await picker.reply('i', 'Pixel', 'Ink');
    expect(picker.at.value).toBe(1);
    picker.enter();
    await picker.reply('i', 'Pixel');
    expect(picker.at.value).toBe(-1);
    picker.enter();
    expect(picker.chosen).toEqual(['Ink', 'Pixel']);
  });

  it('without a query Enter chooses only a highlighted row', () => {
    const picker = aPicker();
    picker.enter();
    picker.move(-1);
    picker.enter();
    picker.move(-6);
    picker.enter();
    expect(picker.chosen).toEqual(['Mini', 'Ink']);
  });
});
