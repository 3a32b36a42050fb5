// The page read by the browser's own voice, where it has one for the language: a button that is hidden until then. It
// reads what it is asked to, once, and never by itself.
const button = document.querySelector('[data-aloud]');
const speech = window.speechSynthesis;

/** What voices call a language: simple French is French to them, Dari is Persian. */
const spoken = { 'fr-x-simple': 'fr', prs: 'fa' };
const voiceFor = (lang) => {
  const wanted = (spoken[lang] ?? lang).toLowerCase();
  const voices = speech.getVoices().filter(({ lang: of }) => of.toLowerCase().split(/[-_]/)[0] === wanted);
  // A voice of this machine sends nothing of the page to anybody.
  return voices.find(({ localService }) => localService) ?? null;
};

/** Titles, texts and answers of the page in their order; what is for the eye, or folded away, is left out. */
function textsOf(main) {
  const parts = main.querySelectorAll('h1, h2, h3, p, li, dd, .option > span, .tile > span');
  const texts = [...parts]
    .filter((part) => !part.querySelector('h1, h2, h3, p, li, dd') && part.offsetParent !== null)
    .filter((part) => !part.closest('.actions, .stops, [aria-hidden="true"], form[data-form="language"]'))
    .map((part) => ({ text: part.innerText.trim(), lang: part.closest('[lang]').lang }));
  return texts.filter(({ text }) => text !== '');
}

function say(button) {
  const sayings = textsOf(document.querySelector('main')).map(({ text, lang }) => {
    const saying = new SpeechSynthesisUtterance(text);
    saying.voice = voiceFor(lang) ?? voiceFor(document.documentElement.lang);
    saying.lang = saying.voice.lang;
    return saying;
  });
  const last = sayings.at(-1);
  if (!last) return;
  last.onend = () => show(button, false);
  for (const saying of sayings) speech.speak(saying);
  show(button, true);
}

function show(button, reading) {
  button.setAttribute('aria-pressed', String(reading));
  button.querySelector('[data-when="silent"]').hidden = reading;
  button.querySelector('[data-when="reading"]').hidden = !reading;
}

if (button && speech) {
  const offer = () => {
    button.hidden = voiceFor(document.documentElement.lang) === null;
  };
  offer();
  speech.addEventListener?.('voiceschanged', offer);
  button.addEventListener('click', () => {
    const reading = button.getAttribute('aria-pressed') === 'true';
    speech.cancel();
    if (reading) show(button, false);
    else say(button);
  });
  window.addEventListener('pagehide', () => speech.cancel());
}
