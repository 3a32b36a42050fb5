import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Request } from 'express';

/** More pages than languages and channels make together. */
const mostRemembered = 64;

/** A page in the smallest form its browser understands, or null for one that understands none. */
export type Compress = (req: Request, html: string) => { body: Buffer; encoding: 'br' | 'gzip' } | null;

/**
 * Compresses pages that are the same for everybody, once each: the page where people arrive, in each language. Others are
 * left as they are: what somebody typed beside a code of theirs must not show in the length of a page.
 */
export function compressedPages(): Compress {
  const known = new Map<string, Buffer>();
  return (req, html) => {
    const encoding = req.acceptsEncodings('br', 'gzip');
    if (encoding !== 'br' && encoding !== 'gzip') return null;
    const key = encoding + html;
    const body = known.get(key) ?? (encoding === 'br' ? brotliCompressSync(html) : gzipSync(html));
    if (known.size >= mostRemembered && !known.has(key)) known.delete(known.keys().next().value as string);
    known.set(key, body);
    return { body, encoding };
  };
}
