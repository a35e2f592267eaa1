import { HttpError } from './http-error.ts';

/**
 * The URL of a link that a service gave us, if it leads to where we asked: same scheme, host and port as `base`, no
 * user info. The token goes with the link, so any other is refused with an HttpError (product.md, trap 14).
 */
export function sameHost(link: string, base: string): URL {
  const asked = new URL(base);
  const url = URL.parse(link);
  if (
    url === null ||
    url.protocol !== asked.protocol ||
    url.host !== asked.host ||
    url.username !== '' ||
    url.password !== ''
  )
    throw new HttpError({
      kind: 'schema',
      method: 'GET',
      host: asked.host,
      path: asked.pathname,
      code: 'foreign-link',
    });
  url.hash = '';
  return url;
}
