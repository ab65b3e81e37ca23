import { expect, it } from '@jest/globals';
import { takeWantedAction, wantAfterSignIn } from './wanted-action.js';

it('[W6] what a visitor pressed happens once, and only on the page where they pressed it', () => {
  const pressed: string[] = [];
  wantAfterSignIn('/models/a', () => pressed.push('a'));
  takeWantedAction('/models/a')?.();
  takeWantedAction('/models/a')?.();
  expect(pressed).toEqual(['a']);

  wantAfterSignIn('/models/a', () => pressed.push('again'));
  expect(takeWantedAction('/')).toBeUndefined();
  expect(takeWantedAction('/models/a')).toBeUndefined();
});
