import { Injectable, Logger } from '@nestjs/common';

/** What other sites show of a page that somebody links to. Texts as users wrote them; addresses from the root. */
export interface LinkPreview {
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly author: string;
  /** When it was published, in ms since 1970. */
  readonly at: number;
  readonly image?: { readonly path: string; readonly width: number; readonly height: number; readonly type: string };
}

type ReadCard = (path: string) => Promise<LinkPreview | null>;

/** Pages that have something to show elsewhere; slices add theirs when they start. */
@Injectable()
export class LinkPreviews {
  private readonly logger = new Logger('Http');
  private readonly readers: ReadCard[] = [];

  /** @param read null for a path that is not its own, or shows nothing */
  add(read: ReadCard): void {
    this.readers.push(read);
  }

  /** A page is served without a card rather than not at all. */
  async of(path: string): Promise<LinkPreview | null> {
    for (const read of this.readers) {
      const card = await read(path).catch((error: unknown) => {
        this.logger.warn(`The card of a page could not be read: ${String(error)}`);
        return null;
      });
      if (card) return card;
    }
    return null;
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`).replace(/\p{Cc}+/gu, ' ');

const tag = (kind: 'property' | 'name', key: string, content: string): string =>
  `<meta ${kind}="${key}" content="${escaped(content)}" />`;

/**
 * The page with its card, as Open Graph and Twitter's cards have them (https://ogp.me).
 * @param origin of this instance, as users type it into their browser
 */
export const withLinkPreview = (html: string, card: LinkPreview, origin: string): string => {
  const { title, description, image } = card;
  const pictured = image
    ? [
        tag('property', 'og:image', origin + image.path),
        tag('property', 'og:image:type', image.type),
        tag('property', 'og:image:width', String(image.width)),
        tag('property', 'og:image:height', String(image.height)),
        tag('property', 'og:image:alt', title),
        tag('name', 'twitter:image', origin + image.path),
      ]
    : [];
  const tags = [
    tag('property', 'og:type', 'article'),
    tag('property', 'og:site_name', 'Visionary'),
    tag('property', 'og:title', title),
    tag('property', 'og:description', description),
    tag('property', 'og:url', origin + card.path),
    tag('property', 'article:published_time', new Date(card.at).toISOString()),
    tag('property', 'article:author', card.author),
    ...pictured,
    tag('name', 'twitter:card', image ? 'summary_large_image' : 'summary'),
    tag('name', 'twitter:title', title),
    tag('name', 'twitter:description', description),
  ];
  return html
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)} · Visionary</title>`)
    .replace(/<meta name="description"[^>]*>/, () => tag('name', 'description', description))
    .replace('</head>', () => `${tags.join('')}</head>`);
};
