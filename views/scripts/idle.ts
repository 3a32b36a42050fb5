import { createActor, createMachine } from 'xstate';

/** Somebody may think for a minute; then has twenty seconds, and one button, to say that they are still there. */
const stillFor = 60_000;
const toAnswer = 20_000;

const leave = document.querySelector<HTMLFormElement>('#leave');
const dialog = document.querySelector<HTMLDialogElement>('#presence');
const main = document.querySelector<HTMLElement>('main');

/** Only a start page that nobody touched has nothing to forget: it waits for ever. */
const untouched =
  main?.dataset.page === 'start' &&
  document.documentElement.lang === 'fr' &&
  ![...document.querySelectorAll<HTMLInputElement>('input[type="search"], input[type="text"]')].some(
    ({ value }) => value !== '',
  );

const presence = createMachine({
  initial: untouched ? 'nobody' : 'there',
  states: {
    nobody: { on: { sign: 'there' } },
    there: {
      on: { sign: { target: 'there', reenter: true } },
      after: { [stillFor]: dialog ? 'asked' : 'gone' },
    },
    asked: {
      entry: () => dialog?.showModal(),
      exit: () => dialog?.close(),
      on: { here: 'there' },
      after: { [toAnswer]: 'gone' },
    },
    gone: { type: 'final', entry: () => leave?.requestSubmit() },
  },
});

if (leave) {
  const actor = createActor(presence).start();
  for (const sign of ['pointerdown', 'keydown', 'input', 'scroll', 'wheel']) {
    document.addEventListener(sign, () => actor.send({ type: 'sign' }), { capture: true, passive: true });
  }
  // The button of the dialog, the Escape key, and whatever else may close it. The event of closing comes a moment late:
  // it says nothing about a question that is open again.
  for (const sign of ['submit', 'cancel']) dialog?.addEventListener(sign, () => actor.send({ type: 'here' }));
  dialog?.addEventListener('close', () => {
    if (!dialog.open) actor.send({ type: 'here' });
  });
}

// A page that the browser kept whole is asked for again: it may be over.
window.addEventListener('pageshow', ({ persisted }) => {
  if (persisted) window.location.reload();
});

// Kept by the browser for the moment when the server does not answer; told to forget, it comes back by itself.
const address = document.querySelector<HTMLElement>('[data-worker]')?.dataset.worker;
if (address && 'serviceWorker' in navigator) {
  for (const scope of ['/kiosk', '/interviews']) {
    navigator.serviceWorker.register(address, { scope }).catch(() => {});
  }
}
