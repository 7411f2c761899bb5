/** What the shell reads as the number of a link (`order_link.rs`); a number from elsewhere may be written otherwise. */
const LINKED = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The link to an order; nothing for a number that no link can name. */
export const orderLink = (number: string): string | undefined =>
  LINKED.test(number) ? `counterfoil://order/${number}` : undefined;
