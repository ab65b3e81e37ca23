import { Injectable, Logger } from '@nestjs/common';

/** Link preview of a page on other sites. Texts as users wrote them, paths from the root. */
export interface LinkPreview {
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly author: string;
  /** When it was published, in ms since 1970. */
  readonly at: number;
  readonly image?: { readonly path: string; readonly width: number; readonly height: number; readonly type: string };
}

type ReadPreview = (path: string) => Promise<LinkPreview | null>;

/** How the instance presents itself. Absent: as Visionary. */
export interface SiteProfile {
  readonly name?: string | undefined;
  readonly about?: string | undefined;
}
type ReadSite = () => Promise<SiteProfile | null>;

/** Registry of link previews. Slices register theirs at startup. */
@Injectable()
export class LinkPreviews {
  private readonly logger = new Logger('Http');
  private readonly readers: ReadPreview[] = [];
  private readSite: ReadSite = () => Promise.resolve(null);

  /** @param read returns null for paths of other slices and pages without a preview */
  add(read: ReadPreview): void {
    this.readers.push(read);
  }

  setSite(read: ReadSite): void {
    this.readSite = read;
  }

  async site(): Promise<SiteProfile> {
    return (await this.orNull(this.readSite())) ?? {};
  }

  async of(path: string): Promise<LinkPreview | null> {
    for (const read of this.readers) {
      const preview = await this.orNull(read(path));
      if (preview) return preview;
    }
    return null;
  }

  /** Errors are logged, so that the page is served anyway. */
  private orNull<T>(reading: Promise<T>): Promise<T | null> {
    return reading.catch((error: unknown) => {
      this.logger.warn(`Could not load a link preview: ${String(error)}`);
      return null;
    });
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`).replace(/\p{Cc}+/gu, ' ');

const tag = (kind: 'property' | 'name', key: string, content: string): string =>
  `<meta ${kind}="${key}" content="${escaped(content)}" />`;

const SITE_NAME = 'Visionary';

const withTitle = (html: string, title: string, description: string | undefined): string => {
  const titled = html.replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)}</title>`);
  if (description === undefined) return titled;
  return titled.replace(/<meta name="description"[^>]*>/, () => tag('name', 'description', description));
};

/** Adds the instance's own name and description, if it has any, to the HTML of a page without a link preview. */
export const withSite = (html: string, site: SiteProfile): string => {
  const { name = SITE_NAME, about } = site;
  if (site.name === undefined && about === undefined) return html;
  const tags = [
    tag('property', 'og:site_name', name),
    ...(about === undefined ? [] : [tag('property', 'og:description', about)]),
  ];
  return withTitle(html, name, about).replace('</head>', () => `${tags.join('')}</head>`);
};

/**
 * Adds Open Graph and Twitter card tags to the HTML (https://ogp.me).
 * @param origin public origin of this instance
 */
export const withLinkPreview = (html: string, preview: LinkPreview, origin: string, site: SiteProfile): string => {
  const { title, description, image } = preview;
  const siteName = site.name ?? SITE_NAME;
  const imageTags = image
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
    tag('property', 'og:site_name', siteName),
    tag('property', 'og:title', title),
    tag('property', 'og:description', description),
    tag('property', 'og:url', origin + preview.path),
    tag('property', 'article:published_time', new Date(preview.at).toISOString()),
    tag('property', 'article:author', preview.author),
    ...imageTags,
    tag('name', 'twitter:card', image ? 'summary_large_image' : 'summary'),
    tag('name', 'twitter:title', title),
    tag('name', 'twitter:description', description),
  ];
  return withTitle(html, `${title} · ${siteName}`, description).replace('</head>', () => `${tags.join('')}</head>`);
};
