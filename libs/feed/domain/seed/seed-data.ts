import type { SampleLoraId } from './seed-models.js';

/** A user of the seed. The images show what the embedded model knows. */
export interface SeedUser {
  readonly name: string;
  readonly language: 'zh' | 'en';
  readonly about: string;
}

export const USERS: readonly SeedUser[] = [
  { name: 'Mira Holt', language: 'en', about: 'Foxes, owls, and other night creatures.' },
  { name: '林晚舟', language: 'zh', about: '喜欢海边、灯光和雨。' },
  { name: 'Jonas Petri', language: 'en', about: 'One color at a time.' },
  { name: '苏小满', language: 'zh', about: '每天画一只小动物。' },
  { name: 'Ada Quill', language: 'en', about: 'Robots deserve holidays, too.' },
  { name: '陈望山', language: 'zh', about: '山、雪和慢慢画。' },
];

export interface SeedRoom {
  readonly name: string;
  readonly topic: string;
  readonly language: 'zh' | 'en';
  /** An index of USERS. */
  readonly owner: number;
}

export const ROOMS: readonly SeedRoom[] = [
  { name: 'Snow and stars', topic: 'Animals where it is cold or dark', language: 'en', owner: 0 },
  { name: '海边的一天', topic: '从早到晚的海', language: 'zh', owner: 1 },
  { name: 'Still lifes', topic: 'One object, one color, nothing else', language: 'en', owner: 2 },
  { name: '小动物园', topic: '一天一只', language: 'zh', owner: 3 },
];

/** A steer by another user. */
export interface SeedSteer {
  readonly by: number;
  readonly step: number;
  readonly prompt: string;
}

export interface SeedScene {
  /** Indexes of ROOMS and USERS. */
  readonly room: number;
  readonly by: number;
  readonly with?: readonly number[];
  readonly prompt: string;
  readonly title: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Half as wide, or as tall, again as the model's own size. A square by default. */
  readonly shape?: 'wide' | 'tall';
  readonly steer?: SeedSteer;
  /** Skipped when it isn't published. */
  readonly lora?: SampleLoraId;
  /** An index of SCENES: the init image, in the same room. */
  readonly from?: number;
}

export const SCENES: readonly SeedScene[] = [
  {
    room: 0,
    by: 0,
    with: [4],
    prompt: 'a fox in the snow',
    title: 'First snow',
    description: 'She waited for it all year.',
    tags: ['fox', 'snow'],
  },
  {
    room: 0,
    by: 4,
    with: [0],
    prompt: 'an owl in the snow',
    title: 'Night watch',
    tags: ['owl', 'snow'],
    from: 0,
    description: 'Remixed from the fox: same snow, new star.',
    lora: 'Frost@1.0',
  },
  { room: 1, by: 1, prompt: '海边的帆船', shape: 'wide', title: '出海', description: '风正好。', tags: ['海', '船'] },
  {
    room: 1,
    by: 1,
    with: [5],
    prompt: '海边的螃蟹',
    shape: 'wide',
    title: '退潮以后',
    tags: ['海', '螃蟹'],
    from: 2,
    description: '从《出海》接着画，换了主角。',
  },
  { room: 2, by: 2, prompt: 'a red apple', title: 'Red', tags: ['still life', 'red'], lora: 'Wash@1.0' },
  {
    room: 3,
    by: 3,
    with: [1],
    prompt: '雨中的猫',
    shape: 'tall',
    title: '等雨停',
    description: '它不着急。',
    tags: ['猫', '雨'],
  },
  {
    room: 0,
    by: 0,
    with: [2, 4],
    prompt: 'a wolf at night',
    shape: 'tall',
    title: 'Change of plans',
    tags: ['night', 'steered'],
    steer: { by: 4, step: 6, prompt: 'an owl at night' },
    description: 'It started as a wolf. Ada changed the prompt from step 7 on.',
  },
  { room: 3, by: 3, prompt: '雪地里的三只企鹅', shape: 'wide', title: '排队', tags: ['企鹅', '雪'], lora: 'Frost@1.0' },
  {
    room: 2,
    by: 4,
    prompt: 'a robot in space',
    title: 'Day off',
    description: 'No signal, no meetings.',
    tags: ['robot', 'space'],
  },
  {
    room: 1,
    by: 5,
    with: [1],
    prompt: '日落时的鲸鱼',
    shape: 'wide',
    title: '回家',
    tags: ['鲸鱼', '日落'],
    lora: 'Wash@1.0',
  },
  {
    room: 0,
    by: 5,
    prompt: 'a deer in the forest',
    shape: 'tall',
    title: 'Between the trees',
    tags: ['deer', 'forest'],
  },
  { room: 3, by: 3, with: [5], prompt: '森林里的熊猫', title: '午饭时间', description: '竹子不够了。', tags: ['熊猫'] },
  {
    room: 2,
    by: 2,
    prompt: 'a yellow car in the city',
    shape: 'wide',
    title: 'Yellow',
    tags: ['still life', 'yellow', 'city'],
  },
  {
    room: 3,
    by: 1,
    with: [3],
    prompt: '草地上的兔子',
    title: '换了主意',
    tags: ['兔子', '中途改词'],
    steer: { by: 3, step: 8, prompt: '草地上的狐狸' },
  },
  {
    room: 0,
    by: 0,
    prompt: 'a polar bear in the snow',
    title: 'Further north',
    tags: ['bear', 'snow'],
    from: 1,
  },
  { room: 1, by: 1, prompt: '水下的鱼', title: '深处', description: '这里没有声音。', tags: ['海', '鱼'] },
  {
    room: 2,
    by: 4,
    with: [2],
    prompt: 'a rocket in the sky',
    shape: 'tall',
    title: 'Leaving early',
    tags: ['rocket', 'sky'],
  },
  { room: 3, by: 3, prompt: '夜晚的老虎', title: '值夜班', tags: ['老虎', '夜晚'] },
  {
    room: 0,
    by: 2,
    with: [0],
    prompt: 'a unicorn in the mountains',
    shape: 'wide',
    title: 'Seen once',
    tags: ['unicorn', 'mountains'],
  },
  { room: 1, by: 5, prompt: '海边的猴子', shape: 'wide', title: '谁的浪', tags: ['海', '猴子'], from: 3 },
  { room: 2, by: 2, prompt: 'a blue teapot', title: 'Blue', tags: ['still life', 'blue'] },
  {
    room: 3,
    by: 5,
    with: [3],
    prompt: '雪山上的狼',
    shape: 'tall',
    title: '山那边',
    description: '走了很久才看到。',
    tags: ['狼', '雪'],
  },
  {
    room: 0,
    by: 4,
    prompt: 'a dragon at sunset',
    shape: 'wide',
    title: 'Last light',
    tags: ['dragon', 'sunset'],
    lora: 'Wash@1.0',
  },
  { room: 3, by: 3, prompt: '太空中的小狗', shape: 'tall', title: '比想象中安静', tags: ['小狗', '太空'] },
];

/** Comments and reactions, used in rotation. `by` is an index of the users other than the author. */
export const SEED_COMMENTS: readonly { readonly by: number; readonly text: string; readonly reply?: string }[] = [
  { by: 1, text: 'The light in this one!', reply: '谢谢！我试了三个种子。' },
  { by: 2, text: '好安静的画面。' },
  { by: 3, text: 'What guidance did you use?', reply: 'Low, 2. It’s all in the generation data.' },
  { by: 1, text: '我也想从这张开始画。' },
];
export const EMOJIS: readonly string[] = ['❤️', '✨', '😍', '👏', '🎉'];
