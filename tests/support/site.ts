import type { Browser, BrowserContext } from 'playwright-core';
import type { Services } from '../../server/services.ts';
import { type RunningApp, runApp } from './app.ts';
import { hasBrowser, launch, listen, person } from './chromium.ts';

/** A test that needs a browser: skipped, and counted so, where the machine has none. */
export const inBrowser = hasBrowser ? test : test.skip;

/** The application as people meet it: listening, with a browser at hand. Opened before the tests of a file, closed after. */
export interface Site {
  readonly url: string;
  readonly running: RunningApp;
  readonly browser: Browser;
  /** An empty browser of one person. */
  person(screen: Parameters<typeof person>[1], options?: Parameters<typeof person>[2]): Promise<BrowserContext>;
}

/** Opens the application for all tests of a file; `prepare` fills it before anybody comes. */
export function openSite({
  changed = {},
  prepare,
}: {
  changed?: Partial<Services>;
  prepare?: (running: RunningApp) => Promise<unknown>;
} = {}): Site {
  let running: RunningApp;
  let browser: Browser;
  let listening: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    running = await runApp(changed);
    await prepare?.(running);
    listening = await listen(running.app);
    if (hasBrowser) browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await listening.close();
    await running.database.destroy();
  });
  return {
    get url() {
      return listening.url;
    },
    get running() {
      return running;
    },
    get browser() {
      return browser;
    },
    person: (screen, options) => person(browser, screen, options),
  };
}
