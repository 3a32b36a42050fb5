import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Set by the global setup to the browser it found or unpacked; empty where the machine has none. */
const executablePath = process.env.AIGUILLAGE_CHROMIUM ?? '';

/** True where a browser can be started; tests that need one are otherwise skipped, and counted so. */
export const hasBrowser = executablePath !== '';

/** The screens the product must be at home on. */
export const screens = {
  desktop: { width: 1280, height: 900 },
  small: { width: 320, height: 640 },
  kiosk: { width: 1080, height: 1920 },
} as const;

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
}

/** An empty browser of one person. */
export async function person(
  browser: Browser,
  screen: keyof typeof screens,
  options: { javaScript?: boolean; bypassCSP?: boolean } = {},
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: screens[screen],
    hasTouch: screen === 'kiosk',
    reducedMotion: 'reduce',
    javaScriptEnabled: options.javaScript ?? true,
    bypassCSP: options.bypassCSP ?? false,
  });
}

/** The application on a port of this machine, a free one when none is named. */
export async function listen(app: Express, at = 0): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = await new Promise((resolve) => {
    const listening = app.listen(at, '127.0.0.1', () => resolve(listening));
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
