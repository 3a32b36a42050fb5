// At the desk, what the person says finds needs while it is typed: the same form is posted, and its answer put in place.
// Nothing is in an address, and without this script the button does the same. The page of the desk comes and goes
// without being left (desk.js): everything is looked up when it is needed.
const waitFor = 200;
let waiting;
let searches = 0;

const fieldOf = (form) => form?.querySelector('input[name="q"]');
const liveForm = () => document.querySelector('form[data-live]');

async function look(form) {
  searches += 1;
  const mine = searches;
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }).catch(
    () => null,
  );
  // The session is over: better said at once than by a silence.
  if (answer?.redirected) return void location.assign(answer.url);
  if (!answer?.ok || mine !== searches) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (mine !== searches || !form.isConnected) return;
  // The commonest needs come along: their digits follow those of the needs found.
  for (const part of ['[data-found]', '[data-often]']) {
    document.querySelector(part)?.replaceChildren(...(page.querySelector(part)?.childNodes ?? []));
  }
}

document.addEventListener('input', (event) => {
  const form = liveForm();
  if (!form || event.target !== fieldOf(form)) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, waitFor, form);
});

// Arrows go from the field to the needs found and among them; Enter takes the one reached.
document.addEventListener('keydown', (event) => {
  const field = fieldOf(liveForm());
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const hits = [...document.querySelectorAll('[data-found] .hit')];
  const stops = [field, ...hits];
  const at = stops.indexOf(event.target);
  if (!field || !step || at === -1 || hits.length === 0) return;
  event.preventDefault();
  stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
});
