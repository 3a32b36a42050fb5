/** The part of a service worker's world that is used here (TypeScript's own description excludes that of pages). */
interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkersWorld {
  addEventListener(name: 'install' | 'activate', listen: (event: Waiting) => void): void;
  addEventListener(name: 'fetch', listen: (event: Fetching) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
const world = self as unknown as WorkersWorld;

/** The page that is shown when the server does not answer, and the only one that is ever kept. */
const awayPage = '/kiosk/away';
const shelf = 'away';
/** How long the server may take. */
const patience = 4_000;
/** What a relay answers for a server that is gone. */
const gone = new Set([502, 503, 504]);

async function keep(): Promise<void> {
  const page = await fetch(awayPage, { credentials: 'omit', cache: 'no-store' });
  if (!page.ok) throw new Error('no page to keep');
  const html = await page.clone().text();
  const parts = [...html.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map(([, address]) => address as string);
  const style = parts.find((address) => address.endsWith('.css'));
  const css = style ? await (await fetch(style)).text() : '';
  const fonts = [...css.matchAll(/url\("?(fonts\/atkinson[^")]+)"?\)/g)].map(
    ([, file]) => new URL(file as string, new URL(style as string, location.href)).href,
  );
  await caches.delete(shelf);
  const cache = await caches.open(shelf);
  await cache.put(awayPage, page);
  await cache.addAll([...new Set([...parts, ...fonts])]);
}

async function fromShelf(address: string | Request): Promise<Response> {
  return (await caches.match(address, { ignoreVary: true })) ?? Response.error();
}

/** What the server answers, or the page kept for when it does not. */
async function answer(request: Request): Promise<Response> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patience));
  const came = await Promise.race([fetch(request), late]).catch(() => null);
  // Back to the answer of a form is refused by browsers without asking the server: the interview knows where it is.
  const interview = /^.+\/interviews\/[\w-]+/.exec(request.url)?.[0];
  if (!came && interview && request.cache === 'only-if-cached') {
    const now = await fetch(interview).catch(() => null);
    // A response that followed a redirection may not answer a navigation: its content may.
    if (now) return new Response(now.body, { status: now.status, headers: now.headers });
  }
  return came && !gone.has(came.status) ? came : fromShelf(awayPage);
}

/** Beginning an interview is one address for every channel: only the kiosk's form is answered for. */
async function begin(request: Request): Promise<Response> {
  const form = await request.clone().formData();
  return form.get('channel') === 'kiosk' ? answer(request) : fetch(request);
}

world.addEventListener('install', (event) => event.waitUntil(keep().then(() => world.skipWaiting())));
world.addEventListener('activate', (event) => event.waitUntil(world.clients.claim()));
world.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/assets/')) event.respondWith(fetch(request).catch(() => fromShelf(request)));
  else if (request.mode !== 'navigate') return;
  else if (/^\/(kiosk(\/|$)|interviews\/kiosk-)/.test(pathname)) event.respondWith(answer(request));
  else if (pathname === '/interviews' && request.method === 'POST') event.respondWith(begin(request));
});
