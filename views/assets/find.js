// At the desk, what the person says finds needs while it is typed: the same form is posted, and its answer put in place.
// Nothing is in an address, and without this script the button does the same.
const form = document.querySelector('form[data-live]');
const field = form?.querySelector('input[name="q"]');
const waitFor = 200;
let waiting;
let asked = 0;

async function look() {
  asked += 1;
  const mine = asked;
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(
    () => null,
  );
  if (!answer?.ok || answer.redirected || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (mine !== asked) return;
  // The commonest needs come along: their digits follow those of the needs found.
  for (const part of ['[data-found]', '[data-often]']) {
    document.querySelector(part)?.replaceChildren(...(page.querySelector(part)?.childNodes ?? []));
  }
}

field?.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, waitFor);
});

// Arrows go from the field to the needs found and among them; Enter takes the one reached.
form?.parentElement.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const hits = [...document.querySelectorAll('[data-found] .hit')];
  const stops = [field, ...hits];
  const at = stops.indexOf(event.target);
  if (!step || at === -1 || hits.length === 0) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
});
