import type { Response } from 'express';
import { forgetLanguage } from './language.ts';

/** Interviews of a kiosk say so in their address, so that a page knows its channel when the cookie is gone. */
export const kioskMark = 'kiosk-';

/** Where a page of a kiosk stands. */
export interface KioskPlace {
  /** What the addresses of notices and help start with: the interview, so that they lead back to it, or the kiosk. */
  base: string;
  /** Where leaving is posted. */
  leave: string;
  /** Where a browser without JavaScript goes after ninety seconds. */
  idle: string;
  inside: boolean;
}

/** The place of a path, or null away from a kiosk. */
export function kioskPlace(path: string): KioskPlace | null {
  const id = /^\/interviews\/(kiosk-[\w-]+)/.exec(path)?.[1];
  if (id) {
    const base = `/interviews/${id}`;
    return { base, leave: `${base}/end`, idle: `${base}/idle`, inside: true };
  }
  if (!/^\/kiosk(\/|$)/.test(path)) return null;
  return { base: '/kiosk', leave: '/kiosk/end', idle: '/kiosk', inside: false };
}

/**
 * Tells a browser that others will use to keep nothing of what it showed, and to speak French again. Cookies are left
 * alone: the interview's is cleared by its own address, and the pairing of a kiosk must outlive its visitors.
 */
export function forget(res: Response): void {
  res.set('Clear-Site-Data', '"cache", "storage"');
  forgetLanguage(res);
}
