// What a filled-in form is, and how it changes: pure functions, no screen.
import type {
  AccountView,
  DirectionKind,
  DraftRequest,
  DraftView,
  FieldKind,
  FieldView,
  LimitView,
  MarketView,
  ProductView,
  RoleKind,
} from '../../ipc';

/** An account that something can be created with, and what. */
export type AccountChoice = { account: AccountView; market: MarketView; products: readonly ProductView[] };

/** Choices are never guessed and never carried over: 3 is an operator in one country and a bank in another. */
const CHOSEN: readonly FieldKind[] = ['choice', 'bank', 'collect_bank', 'toggle'];
/** What a person keeps when the country changes. */
const PERSONAL: readonly RoleKind[] = ['payee_name', 'payer_name', 'email'];

/** The products of a market that go one way. */
export const productsOf = (market: MarketView, direction: DirectionKind): ProductView[] =>
  market.products.filter(({ product }) => (product === 'payout') === (direction === 'payout'));

/** Whether the field exists in the form as it is. */
export const isThere = ({ onlyForChannels }: FieldView, channel: string | null): boolean =>
  onlyForChannels.length === 0 || (channel !== null && onlyForChannels.includes(channel));

/** Whether the field has to be given in the form as it is. */
export const isRequired = ({ required, optionalForChannels }: FieldView, channel: string | null): boolean =>
  required && !(channel !== null && optionalForChannels.includes(channel));

/** Whether the field stands below "More fields": it can be left as it is. */
export const isFolded = (field: FieldView, channel: string | null): boolean =>
  !isRequired(field, channel) || startingValue(field) !== undefined;

/** The value that the field of a new form has. */
export function startingValue(field: FieldView): string | undefined {
  if (field.role === 'account_kind') return undefined;
  if (field.default !== null) return field.default;
  return field.kind === 'toggle' && field.choices.length === 1 ? field.choices[0]?.value : undefined;
}

/** A form with nothing in it but what the catalogue starts with. */
export function emptyForm(product: ProductView): DraftRequest {
  const only = product.channels.length === 1 && !product.channelsOpen ? product.channels[0] : undefined;
  return {
    product: product.product,
    channel: only?.value ?? null,
    amount: '',
    fields: Object.fromEntries(
      product.fields.flatMap((field) => {
        const value = startingValue(field);
        return value === undefined ? [] : [[field.name, value]];
      }),
    ),
  };
}

/** The form of an earlier order again; fields that the product does not have any more are left out. */
export function formOf(draft: DraftView, product: ProductView): DraftRequest {
  const known = product.fields.filter(({ name }) => draft.fields[name] !== undefined);
  return {
    product: draft.product,
    channel: draft.channel,
    amount: draft.amount,
    fields: {
      ...emptyForm(product).fields,
      ...Object.fromEntries(known.map(({ name }) => [name, draft.fields[name] ?? ''])),
    },
  };
}

/** What is kept of a form when another account or product is chosen. */
export function carryOver(
  form: DraftRequest,
  before: { market: MarketView; product: ProductView },
  after: { market: MarketView; product: ProductView },
): DraftRequest {
  const start = emptyForm(after.product);
  const sameMarket = before.market.id === after.market.id;
  const kept = after.product.fields.flatMap((field) => {
    if (CHOSEN.includes(field.kind)) return [];
    const source = before.product.fields.find(
      (other) =>
        !CHOSEN.includes(other.kind) &&
        other.role === field.role &&
        (sameMarket ? other.name === field.name : PERSONAL.includes(field.role)),
    );
    const value = source === undefined ? undefined : form.fields[source.name];
    return value === undefined || value === '' ? [] : [[field.name, value]];
  });
  return {
    ...start,
    amount: sameMarket ? form.amount : '',
    fields: { ...start.fields, ...Object.fromEntries(kept) },
  };
}

export type Limits = Pick<LimitView, 'min' | 'max'> & { ours: boolean; ofAccount: boolean };

/** The limits that hold for an account: its own where a person set some, else the catalogue's. */
export function limitsOf(account: AccountView, product: ProductView): Limits {
  const own = account.limits.find((limit) => limit.product === product.product);
  const ofAccount = own !== undefined && (own.min !== null || own.max !== null);
  return {
    min: own?.min ?? product.min,
    max: own?.max ?? product.max,
    ours: product.limitsOrigin === 'ours' && !ofAccount,
    ofAccount,
  };
}

/** The field with a role, if the product has one. */
export const fieldByRole = (product: ProductView, role: RoleKind): FieldView | undefined =>
  product.fields.find((field) => field.role === role);
