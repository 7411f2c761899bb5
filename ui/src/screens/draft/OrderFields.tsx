import { Button, Collapse, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId } from 'react';
import { useIntl } from 'react-intl';
import type { FieldView, ProductKind } from '../../ipc';
import { countryFlag, useMarketName } from '../../words';
import { AmountInput } from './AmountInput';
import { ChannelInput } from './ChannelInput';
import { FieldInput } from './FieldInput';
import { isFolded, isThere, startingValue } from './form';
import { WarningLine } from './Hints';
import { inputId, inputOrder } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

/** The whole form: account first, then what its market asks for. */
export function OrderFields({ form }: { form: OrderForm }) {
  const intl = useIntl();
  const { chosen, product } = form;
  const channel = form.form?.channel ?? null;
  // Whoever pays has the payee at hand first, then the amount.
  const payout = product?.product === 'payout';
  const there = (product?.fields ?? []).filter((field) => isThere(field, channel));
  const folded = there.filter((field) => isFolded(field, channel));
  const [open, fold] = useFolding(form, folded);
  useFocusOnWanted(form, open);
  return (
    <Stack gap="md">
      <AccountInput form={form} />
      {chosen === undefined || product === undefined ? null : (
        <>
          {chosen.market.confirmed ? null : (
            <WarningLine>{intl.formatMessage({ id: 'forms.unconfirmed' })}</WarningLine>
          )}
          <ProductInput form={form} />
          <ChannelInput form={form} product={product} />
          {payout ? null : <AmountInput form={form} product={product} />}
          {there
            .filter((field) => !folded.includes(field))
            .map((field) => (
              <FieldInput key={field.name} form={form} field={field} />
            ))}
          {payout ? <AmountInput form={form} product={product} /> : null}
          <MoreFields form={form} fields={folded} open={open} onToggle={fold} />
        </>
      )}
    </Stack>
  );
}

function AccountInput({ form }: { form: OrderForm }) {
  const intl = useIntl();
  const marketName = useMarketName();
  return (
    <Select
      id={inputId('account')}
      label={intl.formatMessage({ id: 'forms.account' })}
      required
      placeholder={intl.formatMessage({ id: 'forms.account.choose' })}
      inputWrapperOrder={inputOrder}
      value={form.chosen?.account.id ?? null}
      onChange={(id) => id !== null && form.setAccount(id)}
      data={form.choices.map(({ account, market }) => ({
        value: account.id,
        label: intl.formatMessage(
          { id: 'forms.account.option' },
          {
            flag: countryFlag(market.country),
            name: account.name,
            market: marketName(market),
            currency: market.currency,
          },
        ),
      }))}
    />
  );
}

function ProductInput({ form }: { form: OrderForm }) {
  const intl = useIntl();
  const products = form.chosen?.products ?? [];
  if (products.length < 2) return null;
  return (
    <SegmentedControl
      aria-label={intl.formatMessage({ id: 'forms.product' })}
      value={form.product?.product ?? ''}
      onChange={(kind) => form.setProduct(kind as ProductKind)}
      data={products.map(({ product }) => ({
        value: product,
        label: intl.formatMessage({ id: `words.product.${product}` }),
      }))}
    />
  );
}

type MoreFieldsProps = { form: OrderForm; fields: readonly FieldView[]; open: boolean; onToggle: () => void };

function MoreFields({ form, fields, open, onToggle }: MoreFieldsProps) {
  const intl = useIntl();
  const region = useId();
  if (fields.length === 0) return null;
  const warned = fields.filter(({ name }) => form.warningsOf(name).length > 0).length;
  const Sign = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Group gap="sm">
        <Button
          type="button"
          variant="subtle"
          size="compact-sm"
          leftSection={<Sign size="1.1em" aria-hidden />}
          aria-expanded={open}
          aria-controls={region}
          onClick={onToggle}
        >
          {intl.formatMessage({ id: open ? 'forms.less' : 'forms.more' }, { count: fields.length })}
        </Button>
        {!open && warned > 0 ? (
          <Text size="xs" c="var(--cf-warn-text)">
            <IconAlertTriangle size="1em" aria-hidden />{' '}
            {intl.formatMessage({ id: 'forms.more.warned' }, { count: warned })}
          </Text>
        ) : null}
      </Group>
      <Collapse expanded={open} id={region}>
        <Stack gap="md" pt="sm">
          {fields.map((field) => (
            <FieldInput key={field.name} form={form} field={field} />
          ))}
        </Stack>
      </Collapse>
    </div>
  );
}

/** Folded at first; open when something below is filled in or has to be mended. */
function useFolding(form: OrderForm, folded: readonly FieldView[]): [open: boolean, toggle: () => void] {
  const used = folded.some((field) => (form.form?.fields[field.name] ?? '') !== (startingValue(field) ?? ''));
  const wrong = folded.some(({ name }) => form.problemOf(name) !== undefined);
  const [opened, { toggle, open }] = useDisclosure(used);
  useEffect(() => {
    if (wrong) open();
  }, [wrong, open]);
  return [opened, toggle];
}

/** Puts the keyboard into the first field to mend. */
function useFocusOnWanted({ wanted }: OrderForm, open: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a field below "More fields" exists only once it is open
  useEffect(() => {
    if (wanted.turn === 0) return;
    document.getElementById(inputId(wanted.field))?.focus();
  }, [wanted, open]);
}
