/** Elements whose content is text alone: a mark inside them would be shown as it is written. */
const plainElements = /^<(title|option|textarea|text|tspan)[\s>]/i;
const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] as string);

/**
 * Marks, in a page of another language, the texts that were said in French for want of a translation, so that they are
 * read aloud as French and written from the left. Only whole texts between two tags, or parts of them set off by spaces,
 * are looked for; attributes are left alone.
 */
export function markBorrowed(html: string, borrowed: ReadonlySet<string>): string {
  const texts = [...borrowed].map(escaped).filter((text) => text.trim().length > 1);
  if (texts.length === 0) return html;
  const quoted = texts
    .sort((one, other) => other.length - one.length)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const whole = new RegExp(`(?<![^\\s(«])(?:${quoted.join('|')})(?![^\\s).,:;?»])`, 'g');
  let before = '';
  return html.replace(/<[^>]*>|[^<]+/g, (piece) => {
    if (piece.startsWith('<')) {
      before = piece;
      return piece;
    }
    if (plainElements.test(before)) return piece;
    return piece.replace(whole, (text) => `<span lang="fr" dir="ltr">${text}</span>`);
  });
}
