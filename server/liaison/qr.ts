import { create } from 'qrcode';

/** Light modules around the code: paper is white too, so two are enough to be read. */
const margin = 2;

/** A QR code as one drawing: a square of `size` units and the path of its dark modules. */
export interface Drawing {
  size: number;
  path: string;
}

/** Draws a text as a QR code (error correction M, which survives a fold). */
export function drawQr(text: string): Drawing {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (!modules.get(y, x)) continue;
      const start = x;
      while (x + 1 < modules.size && modules.get(y, x + 1)) x += 1;
      const width = x - start + 1;
      path += `M${start + margin} ${y + margin}h${width}v1h-${width}z`;
    }
  }
  return { size: modules.size + 2 * margin, path };
}
