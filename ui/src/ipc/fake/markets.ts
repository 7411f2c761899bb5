import type { ChoiceView, FieldView, MarketView, ProductView } from '../bindings';

const field = (name: string, role: FieldView['role'], more: Partial<FieldView> = {}): FieldView => ({
  name,
  role,
  kind: 'text',
  required: true,
  optionalForChannels: [],
  onlyForChannels: [],
  maxLength: 32,
  asciiOnly: false,
  choices: [],
  digitsWhen: [],
  default: null,
  example: null,
  origin: 'contract',
  note: null,
  ...more,
});

const choice = (value: string, label: string, more: Partial<ChoiceView> = {}): ChoiceView => ({
  value,
  label,
  origin: 'contract',
  note: null,
  expiresAfterS: null,
  ...more,
});

const product = (kind: ProductView['product'], more: Partial<ProductView>): ProductView => ({
  channelsOpen: false,
  product: kind,
  min: '10',
  max: '50000',
  decimals: 2,
  limitsOrigin: 'contract',
  note: null,
  channels: [],
  fields: [],
  ...more,
});

const market = (
  more: Partial<MarketView> & Pick<MarketView, 'id' | 'country' | 'name' | 'currency'>,
): MarketView => ({
  family: 'cashy',
  confirmed: true,
  zone: '-06:00',
  payoutSuccessIsProvisional: false,
  hasPayoutBanks: true,
  notifyUrlRequired: true,
  products: [],
  ...more,
});

const account = [
  field('accountType', 'account_kind', {
    kind: 'choice',
    choices: [choice('3', 'Card'), choice('40', 'CLABE')],
  }),
  field('accountNo', 'payee_account', {
    kind: 'digits',
    digitsWhen: [
      { field: 'accountType', value: '3', digits: 16 },
      { field: 'accountType', value: '40', digits: 18 },
    ],
  }),
];

/** A small catalogue with what the screens have to cope with: channels, toggles, conditional fields, banks. */
export const fakeMarkets: readonly MarketView[] = [
  market({
    id: 'cashfast-mx',
    family: 'cash_fast',
    country: 'MX',
    name: 'Mexico',
    currency: 'MXN',
    notifyUrlRequired: false,
    products: [
      product('collect', {
        min: '1',
        max: '30000',
        channels: [choice('BANK', 'Bank transfer (SPEI)'), choice('CASH', 'Cash in a store')],
        fields: [
          field('accountName', 'payer_name', { maxLength: 64 }),
          field('remark', 'remark', { required: false, maxLength: 255 }),
        ],
      }),
      product('payout', {
        channels: [choice('CLABE', 'CLABE'), choice('BANK_CARD', 'Bank card')],
        fields: [
          field('accountName', 'payee_name', { maxLength: 64 }),
          field('accountNo', 'payee_account', { kind: 'digits', example: '032180000118359719' }),
          field('bankName', 'bank', { kind: 'bank' }),
        ],
      }),
    ],
  }),
  market({
    id: 'cashy-mx',
    country: 'MX',
    name: 'Mexico',
    currency: 'MXN',
    payoutSuccessIsProvisional: true,
    products: [
      product('payout', {
        fields: [
          field('accountName', 'payee_name'),
          ...account,
          field('bankId', 'bank', { kind: 'bank' }),
          field('remark', 'remark', { asciiOnly: true }),
        ],
      }),
    ],
  }),
  market({
    id: 'cashy-tz',
    country: 'TZ',
    name: 'Tanzania',
    currency: 'TZS',
    zone: '+03:00',
    hasPayoutBanks: false,
    products: [
      product('cashier_desk', {
        min: '1000',
        max: '5000000',
        fields: [field('realName', 'payer_name'), field('phone', 'phone', { kind: 'phone' })],
      }),
      product('payout', {
        min: '1000',
        max: '5000000',
        fields: [
          field('accountName', 'payee_name'),
          field('accountNo', 'payee_account', { kind: 'phone', example: '712345678' }),
        ],
      }),
    ],
  }),
  market({
    id: 'cashy-th',
    country: 'TH',
    name: 'Thailand',
    currency: 'THB',
    zone: '+07:00',
    products: [
      product('collect', {
        min: '15',
        max: '500000',
        channels: [
          choice('412', 'PromptPay', { expiresAfterS: 300 }),
          choice('414', 'TrueMoney payment page'),
        ],
        fields: [
          field('realName', 'payer_name', { optionalForChannels: ['414'], maxLength: 64 }),
          field('email', 'email', { kind: 'email', maxLength: 64 }),
          field('expireTime', 'expiry_seconds', { kind: 'seconds', default: '3600' }),
          field('reusableStatus', 'reusable', { kind: 'toggle', default: 'false' }),
        ],
      }),
    ],
  }),
  market({ id: 'cashy-br', country: 'BR', name: 'Brazil', currency: 'BRL', confirmed: false }),
];
