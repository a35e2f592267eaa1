/**
 * Makes the check of every address that the bot's token goes to: answers the parsed URL where it may, else undefined.
 * An entry of `hosts` is a host (its subdomains are meant too) or `host:port` (that port alone). https is a must,
 * except for 127.0.0.1 and localhost, which must be on the list like any other.
 * botbuilder has no such list and sends its token to any URL that an activity names (facts/teams.md 2.2).
 */
export function createServiceUrls(hosts: readonly string[]): (url: string) => URL | undefined {
  const allowed = hosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '');
  return (text) => {
    const url = URL.parse(text);
    if (url === null || url.username !== '' || url.password !== '') return undefined;
    const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
    if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) return undefined;
    const fits = allowed.some((host) =>
      host.includes(':') ? url.host === host : url.hostname === host || url.hostname.endsWith(`.${host}`),
    );
    return fits ? url : undefined;
  };
}
