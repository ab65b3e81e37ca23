import { describe, expect, it } from '@jest/globals';
import type { Terms } from '../../storage/blocked-terms/terms.js';
import { MatchTerms } from './match-terms.js';
import { TermFilter } from './term-filter.js';

/** Names of people, places and files, many with the letters of a listed word inside. */
const NAMES = `
Scunthorpe, Dickinson, Cockburn, Sussex, Hitchcock, Essex, Matsushita, Middlesex, Wessex, Penistone, Clitheroe, Cockermouth, Lightwater, Cumbria,
Cumberland, Cummings, Assad, Assange, Assisi, Massimo, Nassau, Picasso, Analise, Banalata, Canales, Titus, Titania, Tittensor, Petit, Matisse,
Slutsky, Slutsk, Wankel, Swank, Wankhede, Porntip, Pornchai, Pornic, Kuntz, Fuchs, Fukuda, Fukuoka, Fukushima, Fuentes, Takeshita, Yamashita,
Miyashita, Kinoshita, Morishita, Nigel, Niger, Nigeria, Niguel, Snigdha, Nignon, Fagan, Fagin, Faget, Sontag, Kikelomo, Pikes, Gookin, Spicer,
Spickard, Hospice, Dyker, Van Dyke, Dyckman, Hoare, Hore, Shorey, Whorwood, Bitchū, Bichette, Biczo, Rapert, Rapunzel, Draper, Raphael, Drapeau,
Craper, Shitole, Ishita, Harshita, Nishit, Rachit, Ashit, Dikshit, Dixit, Arsenault, Arsene, Arseny, Marseille, Parsifal, Semenov, Semenya,
Basement Jaxx, Peniscola, Cockrell, Babcock, Hancock, Peacock, Woodcock, Alcock, Glasscock, Cockfosters, Cox, Coxon, Dix, Dickens, Dickson,
Riddick, Benedick, Moby Dick, Maddox, Xanax, Xanthe, Alexx, Maxx, Jaxx, Foxx, Xavier99, x_max_x, 007 Bond, Ana, Anna, Anais, Mia, Mia Hamm,
Lolita, Lolimar, Shotaro, Shotaro Ishinomori, Pedro, Torpedo, Pedoulas, Lebanon, Titov, Titicaca, Boobyalla, Bootle, Twatt Orkney, Tworek,
Horniman, Hornby, Cunningham, Counter, Discounts, Encounter, Viscount, Bisexton, Sexton, Sextus, Isexta, Heather Cummin, Document, Kumquat,
Kinkel, Kinkade, Cracker, Crackow, Gaylord, Gaynor, Homer, Homo Faber, Coon Rapids, Raccoon, Tycoon, Pakistan, Spakian, Retarda,
Bastardo, Grasso, Glass, Bass, Brass, Compass, Embassy, Passau, Kassel, Hassan, Yasser, Vassar, Cassandra, Cassidy, Klass, Matterhorn, Horn, Thorn,
Lipshitz, Lifschitz, Buttner, Butterfield, Butte, Buttigieg, Button, Abbott, Kilkenny, Killian, Skill, Akihabara, Analog Room, Canal Side, Arsenal,
Snigger, Niggard, Faggio, Ragged, Saturn V, Route 66, Studio 54, R2D2, C-3PO, 20x20, Room 101, Model X, Xi Xin, 2x4 timber, x-ray, fox, box, six, sdxl_turbo_1.0_fp16,
diffusion_pytorch_model-00001-of-00002, vae-ft-mse-840000, t5xxl_fp8_e4m3fn, clip_l, model_ema_only, dreamshaper_8, 罗丽, 操场, 曹操, 淫雨, 性情, 阴山, 巴黎
`
  .split(',')
  .map((name) => name.trim());

const matchTerms = new MatchTerms(
  new TermFilter({ since: () => Promise.resolve([]), topicsSince: () => Promise.resolve([]) } as unknown as Terms),
);
const found = (name: string) => matchTerms.run('names', { name });

describe('MatchTerms for names', () => {
  it('[S13] accepts names of people, places and files', () => {
    expect(NAMES.length).toBeGreaterThan(200);
    expect(NAMES.filter((name) => found(name).length > 0)).toEqual([]);
  });

  it.each([
    ...[
      'brkfuck',
      'xxfuckxx',
      'fuck123',
      'FuckMeister',
      'thefucker',
      'xX_slut_Xx',
      'xxslutxx',
      '99whore99',
      'xrapistx',
      'cuntface',
    ],
    ...[
      'mrnigger',
      'BigNiggaz',
      'superfaggot',
      'realdickhead',
      'shitx',
      'my_fuck_model_v2.safetensors',
      'ХfuckХ',
      '傻逼王',
      '我是傻逼',
    ],
  ])('[S13] blocks a name that contains a listed word: %s', (name) => {
    const hit = found(name).find(({ action }) => action === 'block');
    expect([hit?.action, name.slice(hit?.start, hit?.end)]).toEqual(['block', hit?.matchedText]);
  });
});
