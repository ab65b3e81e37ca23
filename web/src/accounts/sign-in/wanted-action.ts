/** What a visitor pressed before they went to sign up or in. */
let wanted: { readonly path: string; readonly run: () => void } | null = null;

/** Runs an action once the visitor returns to a path signed in: who comes back has decided. */
export const wantAfterSignIn = (path: string, run: () => void): void => void (wanted = { path, run });

export const forgetWantedAction = (): void => void (wanted = null);

/** What the visitor wanted on the page to which they return. Tells it once. */
export function takeWantedAction(path: string): (() => void) | undefined {
  const { path: from, run } = wanted ?? {};
  forgetWantedAction();
  return from === path ? run : undefined;
}
