export function separateVae(): Buffer;
