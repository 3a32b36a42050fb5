// Small additions to pages that work without them: focus where attention is owed, printing, and keys at the desk.
import '../scripts/aloud.js';

const focusFirst = () => {
  const first = document.querySelector('[data-focus], [data-focus-soft]');
  if (first) first.focus({ preventScroll: first.hasAttribute('data-focus-soft') });
};
focusFirst();
document.addEventListener('page-shown', focusFirst);

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// At the desk: a digit or a letter does what its key cap shows, Backspace goes back. Never while somebody types,
// never with a modifier key, so that the browser and assistive tools keep theirs. A key held down counts once: its
// repeats would answer the pages that follow.
const typing = (target) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]');

if (document.querySelector('main [data-keys], [data-channel="desk"]')) {
  document.addEventListener('keydown', (event) => {
    if (!document.querySelector('[data-keys]')) return;
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === 'Backspace') {
      const back = document.querySelector('a[rel="prev"]');
      if (back) {
        event.preventDefault();
        back.click();
      }
      return;
    }
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('input[type="radio"]')) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    // By its place on the keyboard: the top row of a French one gives its digits only with Shift.
    const key = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key.toLowerCase();
    const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches('input[type="radio"]')) {
      wanted.checked = true;
      wanted.form.requestSubmit();
    } else if (wanted.matches('input[type="search"], input[inputmode], select')) {
      wanted.focus();
      wanted.select?.();
    } else {
      wanted.click();
    }
  });
}

// Leaving at once: the start takes the place of this page, which Back then does not find.
for (const button of document.querySelectorAll('[data-leave]')) {
  button.addEventListener('click', (event) => {
    event.preventDefault();
    window.location.replace(button.dataset.leave);
  });
}

// A drawing larger than its frame opens where it begins.
for (const frame of document.querySelectorAll('[data-open-at]')) {
  const place = frame.querySelector(frame.dataset.openAt)?.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  if (place) frame.scrollTop += place.top + place.height / 2 - (around.top + around.height / 2);
}
