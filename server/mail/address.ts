/** Longest address that SMTP carries. */
const longestAddress = 254;

/** One mailbox and nothing else: no name, no second address, no comment, and nothing a header could be broken with. */
const mailbox =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** True for the address of one mailbox, as it may stand in a header and in an envelope. */
export function isAddress(text: string): boolean {
  return text.length <= longestAddress && mailbox.test(text);
}
