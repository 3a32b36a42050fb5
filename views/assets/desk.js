// At the desk, the next page takes the place of this one without leaving it: same addresses, same answers of the server.
// Whatever cannot be done that way is done as a browser does it. Without this script every form and link works alike.
const main = () => document.querySelector('main');

/** Pages that stand side by side at the desk; any other is opened as a page of its own. */
const beside = new Set(['desk', 'need', 'question', 'commune', 'outcome']);

let asked = 0;

async function show(url, options, push) {
  asked += 1;
  const turn = asked;
  let answer;
  let next;
  try {
    answer = await fetch(url, { ...options, headers: { Accept: 'text/html' } });
    next = new DOMParser().parseFromString(await answer.text(), 'text/html');
  } catch {
    return void (options.method ? location.reload() : location.assign(url));
  }
  if (turn !== asked) return;
  const arrived = next.querySelector('main');
  if (!arrived || next.documentElement.dataset.channel !== 'desk' || !beside.has(arrived.dataset.page)) {
    return void location.assign(answer.url);
  }
  document.title = next.title;
  main().replaceWith(document.importNode(arrived, true));
  if (push && answer.url !== location.href) history.pushState(null, '', answer.url);
  main().focus({ preventScroll: true });
  document.dispatchEvent(new Event('page-shown'));
}

if (beside.has(main()?.dataset.page)) {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || !main().contains(form)) return;
    const action = form.getAttribute('action');
    // The answer to another form is a page of its own, at the address it is posted to.
    if (!/^\/(interviews|desk)(\/|$)/.test(action)) return;
    event.preventDefault();
    show(action, { method: 'POST', body: new URLSearchParams(new FormData(form, event.submitter)) }, true);
  });
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest('main a[href^="/interviews/"]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    event.preventDefault();
    show(link.href, {}, true);
  });
  window.addEventListener('popstate', () => show(location.href, {}, false));
}
