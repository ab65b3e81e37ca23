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

describe('[B151] the picker chooses of the answer to what is typed', () => {
  it('Enter before the answer waits for it, and takes what stands first in it', async () => {
    const picker = aPicker();
    await picker.type('frost');
    picker.enter();
    expect([picker.chosen, picker.requests]).toEqual([[], ['frost']]);
    await picker.reply('fro', 'Frog');
    expect(picker.chosen).toEqual([]);
    await picker.reply('frost', 'Frost', 'Ink');
    expect(picker.chosen).toEqual(['Frost']);
  });

  it('typing on takes a waiting Enter back', async () => {
    const picker = aPicker();
    await picker.type('fro');
    picker.enter();
    await picker.type('frost');
    await picker.reply('frost', 'Frost');
    expect(picker.chosen).toEqual([]);
    picker.enter();
    expect(picker.chosen).toEqual(['Frost']);
  });

  it('a row that was reached stays the one that is meant, wherever the answer puts it, and none where it is gone', async () => {
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

  it('without words Enter takes only what was reached', () => {
    const picker = aPicker();
    picker.enter();
    picker.move(-1);
    picker.enter();
    picker.move(-6);
    picker.enter();
    expect(picker.chosen).toEqual(['Mini', 'Ink']);
  });
});
