import { beforeAll, describe, expect, it } from '@jest/globals';
import type { PostDetail, PostView, UserView } from '@visionary/contract';
import generation from '../../generation/i18n.en.js';
import { i18n } from '../../shared/i18n/i18n.js';
import shared from '../../shared/i18n.en.js';
import { generationData } from './generation-data.js';
import post from './i18n.en.js';

const creator = { id: 'ann', name: 'Ann' };
const hires = { upscaler: 'Sharp@1.0', scale: 2, steps: 5, strength: 0.5, width: 64, height: 64 };
const parameters = {
  ...{ prompt: '', negative: '', steers: [], infotext: '', hires: { ...hires, creator } },
  loras: [],
  embeddings: [{ id: 'Style@2.0', name: 'Style@2.0', creator }, { name: 'elsewhere' }],
  vae: { id: 'bright', name: 'bright' },
  controls: [{ id: 'Lines@1.0', name: 'Lines@1.0', creator }],
};

describe('generation data of a post', () => {
  beforeAll(() => {
    i18n.global.setLocaleMessage('en', { ...shared, ...generation, ...post });
    i18n.global.locale.value = 'en';
  });

  it('[F96] links embeddings, VAEs, ControlNets, and upscalers of the hub, and names their creators', () => {
    const post = { image: { width: 128, height: 128 } } as PostView;
    const data = generationData({ post, detail: { parameters } as unknown as PostDetail });
    const of = (name: string) => data.filter((one) => one.name === name);
    const pageOf = (modelId: string) => ({ to: { name: 'model', params: { modelId } }, creator });
    expect(of('embeddings')).toMatchObject([pageOf('Style@2.0'), { value: 'elsewhere' }]);
    expect(of('embeddings')[1]).not.toHaveProperty('to');
    expect(of('vae')).toMatchObject([{ value: 'bright' }]);
    expect(of('controls')).toMatchObject([pageOf('Lines@1.0')]);
    expect(of('hires')).toMatchObject([{ ...pageOf('Sharp@1.0'), label: 'Hires fix' }]);
  });

  it('[F96] says how many steps ran from an init image', () => {
    const post = { image: { width: 128, height: 128 } } as PostView;
    const stepsOf = (more: object) =>
      generationData({ post, detail: { parameters: { ...parameters, ...more } } as unknown as PostDetail }).find(
        ({ name }) => name === 'steps',
      );
    expect(stepsOf({ steps: 20, strength: 0.6 })).toMatchObject({
      value: '20',
      secondaryText: 'from an init image: the last 12',
    });
    expect(stepsOf({ steps: 20 })).not.toHaveProperty('secondaryText');
  });

  it('[L6] names what the image was rendered on', () => {
    const rendered = { ...parameters, renderedOn: { provider: 'cpu' } };
    const post = { image: { width: 128, height: 128 } } as PostView;
    const data = generationData({ post, detail: { parameters: rendered } as unknown as PostDetail });
    expect(data).toContainEqual(expect.objectContaining({ label: 'Rendered on', value: 'CPU' }));
  });

  it('[L6] names the lent renderer and its owner, until the owner deletes their account', () => {
    const post = { image: { width: 128, height: 128 } } as PostView;
    const lentBy = (owner: UserView, named: object = { name: 'RTX 4070' }) => {
      const lent = { ...parameters, lentBy: { ...named, owner } };
      return generationData({ post, detail: { parameters: lent } as unknown as PostDetail }).at(-1);
    };
    expect(lentBy(creator)).toMatchObject({
      ...{ label: 'Lent by', value: 'Ann (RTX 4070)' },
      to: { name: 'user', params: { userId: 'ann' } },
    });
    expect(lentBy(creator, {})).toMatchObject({ value: 'Ann' });
    expect(lentBy({ id: 'ann', name: '' })).toMatchObject({ value: 'deleted user' });
    expect(lentBy({ id: 'ann', name: '' })).not.toHaveProperty('to');
  });
});
