/** Harmless texts of users, with words that a careless filter would match. */
export const NEIGHBOURS = `
a pegboard wall with tools
Scunthorpe town centre in the rain
a great tit on a snowy branch
width*height of the canvas, 2*pi*r
an un*believ*able view, *sighs*
a cl*ck on the wall, gr*y and c*ld
two blue tits at a feeder, macro photograph
Fu Manchu moustache, villain portrait
the pen is on the table
the man who re-entered the hall
an al fresco dinner in Tuscany
Sussex coast at dawn, Essex marshes at dusk
the assassin's cloak in heavy brass and glass
a class of students, first class compass
cocktail glass with a peacock feather
a cockatoo and a cocker spaniel
weathercock on a church in Middlesex
an analogue synthesizer, canal houses, banal poster
shiitake mushrooms in a bowl
Dick Van Dyke on a stage
hancock tower, hitchcock style still
a rapeseed field in bloom, yellow, wide angle
fields of rape under a blue sky
the grape harvest, drapery and therapists
the therapist asked the rapid skier
a titan of industry, title page, constitution
tit for tat, titular hero
specification of a spice rack, spick and span
spic and span kitchen, 1950s advert
maine coon cat, raccoon, cocoon, tycoon
Saturn V rocket, saturated colours
a pussy willow twig in a vase
pussycat doll in porcelain
shuttlecock in flight
butterfly and buttercup, button, butter
cumulus clouds, cucumber salad, document, circumstance
magna cum laude diploma
a snigger in the audience, niggle, Niger river
fagot of wood in a medieval market
hoe in the garden, shoe, whole, who rents
an expert sexton, sextant, unisex shirt, sextet
mass shipping, mass age, massage table
it's hit the wall
Mr. Wang kerfuffle
U.S. hit parade of the sixties
vitamin B itch cream advert
hepatitis C umbrella term
class A SS-26 diagram
size as 5 of them
as soon as s can be
the resolution is 455 by 800, 80085 views
shot on Sony A550, f/1.8, 85mm
torpedo boat, expedition, impediment
Pornic harbour, Brittany
wankel engine cross section
Penistone railway station sign
Lightwater, Clitheroe castle, Cockermouth street
Cumbria fells, Cummins engine
arsenal of medieval weapons, arson investigator
bassoon, bass guitar, brass band, embassy
a dickcissel, a bird of the prairie
swordfish, swank hotel, twankle
assorted assets, assembly line, associate
hello to all, shell, Michelle, Othello
kyoto street, sky, skies, husky sledge
bomb disposal robot in a museum
shot at dawn, a shot attempted
grape jelly, scrape, drape
pakistani truck art, Pakistan mountains
retardant foam on a hillside
essays on casinos of the Belle Epoque
kill the lights, yourself in a mirror
the naked mole rat and the naked eye
children in a garden, nude colours, pastel
a child portrait, porcelain doll
a nude study in charcoal, life drawing class
venus in marble, classical sculpture
a teenager with a skateboard, adult supervision
(great:1.2) tit, [blue|green] sky
(cockatoo:1.1) on a perch
pen, is, table, chair
an, us, them
cat,pen,is
push it, wish it, finish it
Hit or miss, his hit song
he bit chocolate, a rabbit chewing
as if ucking were a word
tags: red, white, power lines
white powder snow, white powered lamp
cross dressing table, hand jobber
blow, job, wind
a golden shower tree in bloom
heaven and hell, seashell
f stop, u turn, c major, k pop
A B C D, I C U P
an association of words
S.H.I.E.L.D. logo style
S.W.A.T. team poster
N.A.S.A. rocket launch
oral history, anally retentive no more said
a sexy sports car
mother breastfeeding her child, soft light
a nude statue in a park, children playing
children building a sandcastle, nude colours, pastel
naked trees in winter, kids with a sledge
a child with a telescope, visible to the naked eye
a family at dinner, three kids and a teenager with headphones
nude portrait of a 35 year old woman, charcoal
a nude model, 21 years old, life drawing class
a 12 year old whisky in a glass, macro
sexual health leaflet for a school, kids at a table
a toddler on a beach with a bucket, sunhat
a naked flame in a lantern, little girl in a red coat
topless boxer in a ring, adult crowd
pro mia hamm poster, world cup
a kys-1 chip on a board
x**y, 2**8 and 5***, a b**k on a shelf
a list of <b>bold</b> words, a <i>thin</i> line
damn good coffee
sex education poster, world health day
`
  .trim()
  .split('\n');

const THINGS =
  'fox,lighthouse,castle,harbour,robot,samurai,dragon,teapot,violin,garden,cathedral,bicycle,market,waterfall,astronaut,library,owl,whale,lantern,forest,desert,train,bridge,mountain,island,mermaid,knight,orchid,piano,windmill'.split(
    ',',
  );
const KINDS =
  'a small,a glowing,an old,a broken,a golden,a crystal,a wooden,a giant,a quiet,a ruined,a floating,a painted,a mossy,a frozen,a burning'.split(
    ',',
  );
const PLACES =
  'in the snow,at dusk,under the stars,by the sea,in heavy rain,on a hill,in Kyoto,beside a canal,in autumn,at the bottom of a lake,in space,in morning mist'.split(
    ',',
  );
const STYLES =
  'oil on canvas,watercolour,ink drawing,35mm photograph,isometric 3d render,art nouveau poster,pixel art,studio ghibli mood,(masterpiece:1.2),[sunny|cloudy] light,sharp focus,volumetric light,<lora:ink:0.8>,trending colours'.split(
    ',',
  );
const CHATS =
  'I like how the PLACE version of THING turned out,can we try THING again PLACE?,more contrast please; THING gets lost,who wrote THING into the prompt?,ok I will steer it towards STYLE,nice one! THING PLACE is my favourite so far,next take: THING and THING,the seed was 455123 and steps 30'.split(
    ',',
  );

/** @param {(items: readonly string[]) => string} pick */
export function sentence(pick) {
  const thing = () => `${pick(KINDS)} ${pick(THINGS)}`;
  if (pick(['prompt', 'chat']) === 'prompt') {
    return `${thing()} ${pick(PLACES)}, ${pick(STYLES)}, ${pick(STYLES)}`;
  }
  return pick(CHATS).replace(/THING/g, thing).replace('PLACE', pick(PLACES)).replace('STYLE', pick(STYLES));
}

export const CARRIERS = [
  '{}',
  'please draw {} in the snow',
  'a picture of {}, oil on canvas',
  'masterpiece, {}, sharp focus',
  'he said {} and left',
  'look: {}!',
  '"{}"',
  '画一张 {} 的图',
];
