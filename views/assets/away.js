// The server does not answer: ask until it does, then go back, to the interview if the silence was short, else to the
// start, after ending the interview so that the next person finds nothing of it.
const shortSilence = 60_000;
const since = Date.now();
const interview = /^\/interviews\/kiosk-[\w-]+/.exec(window.location.pathname)?.[0];

async function look() {
  const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return setTimeout(look, 3_000);
  if (interview && Date.now() - since < shortSilence) return window.location.replace(interview);
  if (interview) await fetch(`${interview}/end`, { method: 'POST', redirect: 'manual' }).catch(() => null);
  window.location.replace('/kiosk');
}
setTimeout(look, 3_000);
