export interface Choices {
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function choicesOf(seed: number): Choices;
