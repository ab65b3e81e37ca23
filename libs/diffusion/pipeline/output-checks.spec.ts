import { describe, expect, it } from '@jest/globals';
import { requireVisibleContent, requireFinite } from './output-checks.js';

const pixels = (data: readonly number[]) => ({ data: Float32Array.from(data), width: data.length / 3, height: 1 });
const even = (value: number) => pixels(Array.from({ length: 300 }, (_, i) => value + (i % 7) / 300));
const CALM = Float32Array.from({ length: 64 }, (_, i) => (i % 2 ? 1 : -1));
const latents = (strength: number) => CALM.map((value) => value * strength);
/** Pixels with this percentage of values at both ends and the rest gray. */
const cut = (share: number, end = 1) =>
  pixels(Array.from({ length: 300 }, (_, i) => ((i * 7) % 100 < share ? (i % 2 ? end : -end) : 0.2)));

describe('[E7] [E27] the output checks', () => {
  it.each([NaN, Infinity, -Infinity])('reject %d', (value) => {
    expect(() => requireFinite(Float32Array.of(0, value), 'the latents')).toThrow('the latents have values');
  });

  it.each([
    ['RENDER_UNIFORM', CALM, pixels([0.5, 0.501, 0.2, 0.2, -0.7, -0.7])],
    ['RENDER_BLACK', CALM, pixels([-1.3, -0.99, -1.1, -1, -1, -1.2])],
    ['RENDER_SATURATED', latents(41), cut(10)],
    ['RENDER_SATURATED', latents(13), cut(90)],
    ['RENDER_SATURATED', CALM, cut(70, 1.6)],
  ])('reject %s', (code, made, image) => {
    expect(() => requireVisibleContent(made, image)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['nearly white all over', CALM, even(1.01)],
    ['a night with one star', CALM, pixels(Array.from({ length: 300 }, (_, i) => (i === 40 ? -0.9 : -1.02)))],
    ['a drawing on white paper', CALM, cut(95)],
    ['strong latents in a whole picture', latents(28), cut(60)],
    ['hard edges that overshoot', CALM, cut(50, 1.6)],
  ])('accept %s', (_title, made, image) => {
    expect(() => requireVisibleContent(made, image)).not.toThrow();
  });
});
