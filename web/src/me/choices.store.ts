import { NOTICE_CHOICES, type MyState, type NoticeChoice } from '@visionary/contract';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { useSocket } from '../shared/socket/index.js';

type Choices = MyState['choices'];
export const ALL_CHOICES = Object.fromEntries(NOTICE_CHOICES.map((choice) => [choice, true])) as Choices;

/** Which kinds of news reach me, the same on all my pages: the server has the truth, this page a copy. */
export const useChoices = defineStore('choices', () => {
  const socket = useSocket();
  const on = shallowRef<Choices>(ALL_CHOICES);
  const put = (choice: NoticeChoice, is: boolean): void => void (on.value = { ...on.value, [choice]: is });

  /** Shows at once, and is taken back where the server says no. @throws Refused */
  async function choose(choice: NoticeChoice, is: boolean): Promise<void> {
    const before = on.value[choice];
    put(choice, is);
    try {
      await socket.send('me.choose', { choice, on: is });
    } catch (error) {
      put(choice, before);
      throw error;
    }
  }

  return { on, choose, reset: (choices: Choices): void => void (on.value = choices) };
});
