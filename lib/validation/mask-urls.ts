/** A text in quotes that has a URL, which may have spaces in its password; and a URL among other text. */
const quotedUrl = /"(?:\\.|[^"\\])*:\/\/(?:\\.|[^"\\])*"/gi;
const bareUrl = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`]+/gi;

/** User and password, also where a password with a `/` or an `@` makes the URL an invalid one. */
const credentials = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#]*@|[^/@:?#]*:(?!\d+\/)[^]*@)/i;

/** The same where `://` is incomplete or missing. What follows the @ of a digest is not a host. */
const credentialsAlone =
  /(?:\b[a-z][a-z0-9+.-]*:(?!\/\/)[/\\]+[^\s/@"'`\\]+|[^\s:/@"'`\\]*:[^\s/@"'`\\]+)@(?!sha\d)/gi;

/** A user alone of an ssh:// URL, which is no secret. */
const sshUser = /^(?:git\+)?ssh:\/\/[\w.-]+@$/i;

/** The values of a query or a fragment, any of which may be a token. */
const query = /([?&#][\w.~%-]+=)[^&#]+/g;

/** Text in which no URL has a user, a password or values in its query: `https://...@example.com/fleet?token=...`. */
export function maskUrls(text: string): string {
  return text
    .replace(quotedUrl, (quoted) => `"${masked(quoted.slice(1, -1))}"`)
    .replace(bareUrl, masked)
    .replace(credentialsAlone, '...@');
}

function masked(url: string): string {
  return url
    .replace(credentials, (found, scheme: string) => (sshUser.test(found) ? found : `${scheme}...@`))
    .replace(query, '$1...');
}
