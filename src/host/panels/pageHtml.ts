/**
 * The html that every page of ours starts from. It knows nothing of `vscode`, so that tests in a plain browser load
 * the very same page under the very same content security policy.
 */

export interface PageHtmlOptions {
  readonly title: string;
  /** What `webview.cspSource` says: the origin that our own files come from. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** True where pictures that stand in a transcript itself may be drawn: `data:` URIs, nothing that is fetched. */
  readonly drawsImages?: boolean;
  /** Unguessable and new for each page, at least 128 bits; letters and digits only. */
  readonly nonce: string;
}

/**
 * The policy of a page: nothing but our own script and style. Model text can't run, load, send or embed anything,
 * whatever it says. Scripts go by nonce alone, so that not even another file of ours can be pulled in.
 */
export function pagePolicy({
  cspSource,
  nonce,
  drawsImages = false,
}: Pick<PageHtmlOptions, 'cspSource' | 'nonce' | 'drawsImages'>): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${drawsImages ? 'data:' : `'none'`}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

/** A whole document with an empty `<div id="root">`, one style sheet and one module script. */
export function pageHtml(options: PageHtmlOptions): string {
  const { title, scriptUri, styleUri, nonce } = options;
  if (!/^[A-Za-z0-9]{16,}$/.test(nonce)) throw new RangeError('a nonce is 16 or more letters and digits');
  // The `csp-nonce` meta is where the toolkit's design tokens look for the nonce of the style element they add.
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(pagePolicy(options))}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" nonce="${nonce}" href="${attribute(styleUri)}" />
    <title>${attribute(title)}</title>
  </head>
  <body>
    <div id="root"></div>
    <script type="module" nonce="${nonce}" src="${attribute(scriptUri)}"></script>
  </body>
</html>
`;
}

/** Escapes text for an attribute in double quotes or an element's content. */
function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
