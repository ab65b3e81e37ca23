import { EVERYWHERE, USER_TEXT, PUBLIC_TEXT, termsOf } from './built-in-term.js';

/** Blocked or replaced by default. Many come from naughty-words, see LISTS.md. */
const BLOCKED = termsOf('en', [
  {
    category: 'sexual',
    action: 'block',
    scopes: EVERYWHERE,
    words: `*fuck*, fck, fcking, phuck*, *cocksuck*, blow job, blow jobs, hand job, hand jobs, rimjob*, footjob*, *cumshot*, *cumslut*, gangbang*, gang bang, bukkake, dildo*, jizz, jizzed, milf, milfs, porn*, pr0n*, sexcam*, camwhore*,
      deep throating, deepthroating, double penetration, butt plug, butt plugs, cunnilingus, fellatio, anilingus, fisting, bestial sex,
      bestiality, beastiality, zoophilia, incest porn, upskirt*, nympho*, masturbat*, ejaculat*, poontang, pussy, pussies, clit, clits,
      *cunt*, twat, twats, titties, titty, titfuck*, schlong*, orgies, group sex, phone sex, anal sex, oral sex, sex tape, sex tapes,
      wet pussy, hardcore sex, camel toe, golden shower, golden showers, urophilia, coprophilia, scat porn, strap on dildo, fuk, fuking`,
  },
  {
    category: 'minors',
    action: 'block',
    scopes: EVERYWHERE,
    words: `child porn*, kiddie porn*, kiddy porn*, kid porn*, teen porn*, jail bait, pedo, pedos, pedobear, *pedophil*, *paedophil*, paedo,
      lolicon, loli, lolis, shotacon, shota, toddlercon, underage sex*, underage; nud*, underage porn*, nude; child*, naked; child*,
      nude; kid, nude; kids, naked; kid, naked; kids, nude; minor*, naked; minor*, nude; teen*, naked; teen*, nude; preteen*, naked; preteen*,
      preteen; nud*, child; nud*, sexy child*, sexy kid, sexy kids, sexy minor*, sexualised child*, sexualized child*, pthc, csam, nambla,
      child molest*, child rape, child erotic*, erotic child*, little girl; naked, little boy; naked, naked little girl*,
      naked little boy*, nude little girl*, nude little boy*, naked; schoolgirl*, nude; schoolgirl*`,
  },
  {
    category: 'violence',
    action: 'block',
    scopes: EVERYWHERE,
    words: `rape, raped, rapes, raping, rapist*, gang rape*, gangrape*, date rape, daterape, snuff film*, snuff porn, beheading video*,
      torture porn, goregasm, crush video*, execution video*`,
  },
  {
    category: 'selfharm',
    action: 'block',
    scopes: EVERYWHERE,
    words: `kill yourself, kys, kill urself, go hang yourself, suicide method*, how to commit suicide, how to kill myself, suicide pact*,
      painless suicide, thinspo, thinspiration, pro ana, pro mia, cut yourself`,
  },
  {
    category: 'hate',
    action: 'block',
    scopes: EVERYWHERE,
    words: `*nigger*, *nigga*, *faggot*, kike, kikes, gook, gooks, wetback*, raghead*, towelhead*, sandnigger*, jigaboo*, jiggaboo*,
      darkie, darkies, porch monkey*, shemale*, tranny, trannies, heil hitler, sieg heil, white power, gas the jews, jewnazi*,
      untermensch*, holohoax, race traitor*, ethnic cleansing now, subhuman jews, kill all jews, kill all muslims, kill all blacks,
      fag, fags, nig nog, slanteye*, zipperhead*`,
  },
  {
    category: 'harassment',
    action: 'block',
    scopes: EVERYWHERE,
    words: `*asshole*, *arsehole*, *dickhead*, douchebag*, shithead*, shitface*, dumbass*, jackass off, whore, whores, slut, sluts, slutty,
      skank, skanks, wanker*, cum dump, son of a bitch, sons of bitches, bitchass, i will rape you, i will kill you, hope you die`,
  },
  {
    category: 'weapons',
    action: 'block',
    scopes: EVERYWHERE,
    words: `pipe bomb*, nail bomb*, how to make a bomb, how to build a bomb, bomb making instructions, homemade explosive*,
      pressure cooker bomb*, buy guns online, ghost guns for sale, untraceable gun*`,
  },
  {
    category: 'drugs',
    action: 'block',
    scopes: EVERYWHERE,
    words: `buy cocaine, cocaine for sale, buy heroin, heroin for sale, buy meth, meth for sale, cook meth, buy fentanyl, mdma for sale,
      buy weed online, buy lsd, ketamine for sale, roofies for sale, buy ghb`,
  },
  {
    category: 'fraud',
    action: 'block',
    scopes: EVERYWHERE,
    words: `fake passport*, fake ids for sale, counterfeit money, counterfeit bills, cvv dump*, credit card dump*, carding forum*,
      double your bitcoin, bitcoin giveaway, cheap viagra, buy viagra, buy cialis, money mule*, stolen credit card*`,
  },
]);

/** Ambiguous: flagged for review. */
const FLAGGED = termsOf('en', [
  {
    category: 'harassment',
    action: 'replace',
    scopes: USER_TEXT,
    suggestion: '***',
    words: `shit, shits, shitty, shitting, shitload, bullshit, horseshit, batshit, apeshit, bitch, bitches, bitchy, bollocks, ass, asses,
      arse, goddamn, piss off`,
  },
  {
    category: 'sexual',
    action: 'flag',
    scopes: USER_TEXT,
    note: 'Birds are called so, and art has them.',
    words: `tit, tits, boobs, boobies, hentai, nsfw, anal, horny, orgasm*, penis, penises, vagina, vaginas, semen, cum, cumming, cock,
      cocks, dominatrix, bdsm, handjob clip, sexting, nudes, onlyfans, escort service*, call girl*`,
  },
  {
    category: 'hate',
    action: 'flag',
    scopes: USER_TEXT,
    words: `neonazi*, neo nazi*, kkk, 1488, spic, spics, paki, pakis, retard, retards, retarded, dyke, dykes, blackface, white supremac*`,
  },
  {
    category: 'selfharm',
    action: 'flag',
    scopes: USER_TEXT,
    words: `commit suicide, suicidal, self harm, want to die, end my life`,
  },
  {
    category: 'violence',
    action: 'flag',
    scopes: USER_TEXT,
    words: `school shooting*, school shooter*, mass shooting*, bomb threat*, terror attack*, behead*`,
  },
  {
    category: 'drugs',
    action: 'flag',
    scopes: USER_TEXT,
    words: `cocaine, heroin dealer*, crystal meth, methamphetamine*, fentanyl, mdma, magic mushrooms for sale`,
  },
  {
    category: 'gambling',
    action: 'flag',
    scopes: USER_TEXT,
    words: `online casino*, sports betting, betting tips, free spins, casino bonus*, poker site*, slot bonus*, bet now`,
  },
  {
    category: 'fraud',
    action: 'flag',
    scopes: PUBLIC_TEXT,
    words: `buy followers, buy likes, free bitcoin, viagra, cialis, crypto giveaway*`,
  },
]);

export const ENGLISH = [...BLOCKED, ...FLAGGED];
