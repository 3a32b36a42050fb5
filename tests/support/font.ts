import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

/** Tables a WOFF2 file may name by number, in the order of its standard. */
const knownTables =
  'cmap,head,hhea,hmtx,maxp,name,OS/2,post,cvt ,fpgm,glyf,loca,prep,CFF ,VORG,EBDT,EBLC,gasp,hdmx,kern,LTSH,PCLT,VDMX,vhea,vmtx,BASE,GDEF,GPOS,GSUB,EBSC,JSTF,MATH,CBDT,CBLC,COLR,CPAL,SVG ,sbix,acnt,avar,bdat,bloc,bsln,cvar,fdsc,feat,fmtx,fvar,gvar,hsty,just,lcar,mort,morx,opbd,prop,trak,Zapf,Silf,Glat,Gloc,Feat,Sill'.split(
    ',',
  );

/** The table of characters of a WOFF2 font: the only one this reads, and one the format leaves as it is. */
function cmapOf(file: string): Buffer {
  const font = readFileSync(file);
  if (font.toString('latin1', 0, 4) !== 'wOF2') throw new Error(`${file} is no WOFF2 font`);
  let at = 48;
  const number = () => {
    let value = 0;
    for (;;) {
      const byte = font[at++] as number;
      value = (value << 7) | (byte & 0x7f);
      if ((byte & 0x80) === 0) return value;
    }
  };
  let offset = 0;
  let place: [number, number] | null = null;
  for (let table = font.readUInt16BE(12); table > 0; table -= 1) {
    const flags = font[at++] as number;
    const named = flags & 0x3f;
    const tag = named === 0x3f ? font.toString('latin1', at, at + 4) : knownTables[named];
    if (named === 0x3f) at += 4;
    const length = number();
    const version = flags >> 6;
    const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
    const stored = transformed ? number() : length;
    if (tag === 'cmap') place = [offset, stored];
    offset += stored;
  }
  if (!place) throw new Error(`${file} has no table of characters`);
  const tables = brotliDecompressSync(font.subarray(at, at + font.readUInt32BE(20)));
  return tables.subarray(place[0], place[0] + place[1]);
}

/** The characters a WOFF2 font can draw. */
export function charactersOf(file: string): Set<number> {
  const cmap = cmapOf(file);
  const found = new Set<number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + 8 * index + 4));
    const format = table.readUInt16BE(0);
    if (format === 12) {
      for (let group = 0; group < table.readUInt32BE(12); group += 1) {
        const [first, last] = [table.readUInt32BE(16 + 12 * group), table.readUInt32BE(20 + 12 * group)];
        for (let code = first; code <= last; code += 1) found.add(code);
      }
    } else if (format === 4) {
      const count = table.readUInt16BE(6);
      for (let segment = 0; segment < count; segment += 2) {
        const last = table.readUInt16BE(14 + segment);
        const first = table.readUInt16BE(16 + count + segment);
        const delta = table.readUInt16BE(16 + 2 * count + segment);
        const at = 16 + 3 * count + segment;
        const range = table.readUInt16BE(at);
        for (let code = first; code <= last && code !== 0xffff; code += 1) {
          const glyph = range === 0 ? code + delta : table.readUInt16BE(at + range + 2 * (code - first));
          if ((glyph & 0xffff) !== 0) found.add(code);
        }
      }
    }
  }
  return found;
}
