import { useDebouncedValue } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  asIpcError,
  type DraftReport,
  type DraftRequest,
  type FieldProblemView,
  type FieldWarningView,
  type IpcError,
  keys,
  type ProductKind,
  type ProductView,
  shell,
  useDraftReport,
} from '../../ipc';
import { type AccountChoice, carryOver, emptyForm, formOf, isThere } from './form';
import { useAfterPress } from './useAfterPress';

/** How long the typing must rest before the draft is checked. */
const REST_MS = 250;

export type Start = { accountId: string | null; draft: DraftRequest | null };

type State = {
  accountId: string | null;
  form: DraftRequest | null;
  /** Fields that the person has left once: only these show what is wrong. */
  touched: readonly string[];
  /** After a try to go on, every field shows it. */
  all: boolean;
};

/** A form to create an order with. */
export type OrderForm = ReturnType<typeof useOrderForm>;

/** Holds what is filled in, has it checked in Rust, and says what is wrong with which field. */
export function useOrderForm(choices: readonly AccountChoice[], start: Start) {
  const client = useQueryClient();
  const [state, change] = useState<State>(() => begin(choices, start));
  const [refused, refuse] = useState<IpcError | null>(null);
  const [wanted, want] = useState<{ field: string; turn: number }>({ field: '', turn: 0 });
  const afterPress = useAfterPress();
  const latest = useRef(state);
  latest.current = state;

  const chosen = choices.find(({ account }) => account.id === state.accountId);
  const product = productIn(chosen, state.form?.product);
  const form = product === undefined ? null : state.form;

  const asked = state.all || state.touched.length > 0;
  const [rested] = useDebouncedValue(form, REST_MS);
  const check = useDraftReport(chosen?.account.id, asked && form !== null ? (rested ?? form) : undefined);
  const report = asked && !check.isError ? check.data : undefined;
  const problems = report?.problems ?? (check.isError ? asIpcError(check.error).problems : []);
  const visible = ({ field }: { field: string }) => state.all || state.touched.includes(field);

  const setForm = (edit: (form: DraftRequest) => DraftRequest) => {
    refuse(null);
    change((now) => (now.form === null ? now : { ...now, form: edit(now.form) }));
  };

  return {
    choices,
    chosen,
    product,
    form,
    report,
    /** The check itself failed: shown beside the button. */
    checkError: check.isError && problems.length === 0 ? asIpcError(check.error) : null,
    /** The field to which the keyboard shall go next. */
    wanted,
    problemOf: (field: string): FieldProblemView | undefined =>
      [...(refused?.problems ?? []), ...problems.filter(visible)].find((problem) => problem.field === field),
    warningsOf: (field: string): FieldWarningView[] =>
      (report?.warnings ?? []).filter((warning) => visible(warning) && warning.field === field),

    setAccount: (id: string) => {
      refuse(null);
      change((now) => switchTo(choices, now, id));
    },
    setProduct: (kind: ProductKind) => {
      refuse(null);
      change((now) => switchProduct(chosen, now, kind));
    },
    setChannel: (channel: string | null) => setForm((now) => ({ ...now, channel })),
    setAmount: (amount: string) => setForm((now) => ({ ...now, amount })),
    setField: (name: string, value: string) =>
      setForm((now) => ({ ...now, fields: { ...now.fields, [name]: value } })),
    touch: (field: string) =>
      afterPress(() =>
        change((now) => (now.touched.includes(field) ? now : { ...now, touched: [...now.touched, field] })),
      ),
    /** Shows a refusal of the shell at the fields that it names. */
    refuse: (error: IpcError) => {
      refuse(error);
      const first = error.problems[0];
      if (first !== undefined) want(({ turn }) => ({ field: first.field, turn: turn + 1 }));
    },

    /** Checks the form as it is now; `null` when something has to be mended, which is then shown and focused. */
    checkNow: async (): Promise<{ draft: DraftRequest; report: DraftReport } | null> => {
      const { accountId, form: now } = latest.current;
      if (accountId === null || now === null) return null;
      change((before) => ({ ...before, all: true }));
      const draft = withoutVanished(now, product);
      const focus = (field: string) => want(({ turn }) => ({ field, turn: turn + 1 }));
      try {
        const found = await client.fetchQuery({
          queryKey: keys.draft(accountId, draft),
          queryFn: () => shell.checkDraft(accountId, draft),
          staleTime: 0,
        });
        const first = firstOf(found.problems, product);
        if (first === undefined) return { draft, report: found };
        focus(first);
      } catch (thrown) {
        const error = asIpcError(thrown);
        refuse(error);
        const first = firstOf(error.problems, product);
        if (first !== undefined) focus(first);
      }
      return null;
    },
    /** Why it could not be checked or sent, when no field is to blame. */
    refused: refused !== null && refused.problems.length === 0 ? refused : null,
  };
}

function begin(choices: readonly AccountChoice[], { accountId, draft }: Start): State {
  const chosen = choices.find(({ account }) => account.id === accountId) ?? only(choices);
  const product = productIn(chosen, draft?.product);
  const same = draft !== null && chosen?.account.id === accountId && product?.product === draft.product;
  return {
    accountId: chosen?.account.id ?? null,
    form: product === undefined ? null : same ? formOf(draft, product) : emptyForm(product),
    touched: [],
    all: false,
  };
}

const only = (choices: readonly AccountChoice[]): AccountChoice | undefined =>
  choices.length === 1 ? choices[0] : undefined;

const productIn = (
  chosen: AccountChoice | undefined,
  kind: ProductKind | undefined,
): ProductView | undefined => chosen?.products.find(({ product }) => product === kind) ?? chosen?.products[0];

function switchTo(choices: readonly AccountChoice[], now: State, id: string): State {
  const before = choices.find(({ account }) => account.id === now.accountId);
  const after = choices.find(({ account }) => account.id === id);
  const product = productIn(after, now.form?.product);
  if (after === undefined || product === undefined) return now;
  const old = productIn(before, now.form?.product);
  const form =
    before === undefined || old === undefined || now.form === null
      ? emptyForm(product)
      : carryOver(now.form, { market: before.market, product: old }, { market: after.market, product });
  return { accountId: id, form, touched: [], all: false };
}

function switchProduct(chosen: AccountChoice | undefined, now: State, kind: ProductKind): State {
  const product = chosen?.products.find((other) => other.product === kind);
  const old = productIn(chosen, now.form?.product);
  if (chosen === undefined || product === undefined || old === undefined || now.form === null) return now;
  const { market } = chosen;
  return {
    ...now,
    form: carryOver(now.form, { market, product: old }, { market, product }),
    touched: [],
    all: false,
  };
}

/** Fields that the channel does not have do not travel, and neither do empty ones. */
function withoutVanished(form: DraftRequest, product: ProductView | undefined): DraftRequest {
  const there = (name: string) =>
    product?.fields.some((field) => field.name === name && isThere(field, form.channel)) ?? false;
  return {
    ...form,
    fields: Object.fromEntries(
      Object.entries(form.fields).filter(([name, value]) => value.trim() !== '' && there(name)),
    ),
  };
}

/** The first field to mend in the order in which they stand. */
function firstOf(
  problems: readonly FieldProblemView[],
  product: ProductView | undefined,
): string | undefined {
  const names = product?.fields.map(({ name }) => name) ?? [];
  const order =
    product?.product === 'payout' ? ['channel', ...names, 'amount'] : ['channel', 'amount', ...names];
  return order.find((field) => problems.some((problem) => problem.field === field)) ?? problems[0]?.field;
}
