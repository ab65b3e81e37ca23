/** The invitation from which a visitor went to sign up or in. A visitor who comes back signed in has decided to join. */
let wanted: string | null = null;

export const wantInvitation = (token: string): void => void (wanted = token);

/** Whether the visitor wanted this invitation. Tells it once. */
export function takeWantedInvitation(token: string): boolean {
  const isWanted = wanted === token;
  wanted = null;
  return isWanted;
}
