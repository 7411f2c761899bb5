import { Select, TextInput } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { ProductView } from '../../ipc';
import { ChoiceRow, notesOf } from './ChoiceInput';
import { durationText } from './duration';
import { FieldMessages } from './FieldMessages';
import { HelpLines, useNote } from './Hints';
import { inputId, inputOrder, useErrorLine } from './useFieldProps';
import type { OrderForm } from './useOrderForm';

/** More channels than this are a list to open. */
const MOST_IN_A_ROW = 8;

/** Through which channel; products without channels have no such field. */
export function ChannelInput({ form, product }: { form: OrderForm; product: ProductView }) {
  const intl = useIntl();
  const note = useNote();
  const errorLine = useErrorLine(form);
  if (product.channels.length === 0 && !product.channelsOpen) return null;
  const value = form.form?.channel ?? '';
  const chosen = product.channels.find((channel) => channel.value === value);
  const help = [
    chosen?.expiresAfterS == null
      ? null
      : intl.formatMessage(
          { id: 'forms.channel.expires' },
          { time: durationText(intl, chosen.expiresAfterS) },
        ),
    ...notesOf(product.channels, value, note),
  ];
  const props = {
    id: inputId('channel'),
    name: 'channel',
    label: intl.formatMessage({ id: 'forms.channel' }),
    required: true,
    error: errorLine('channel'),
    onBlur: () => form.touch('channel'),
  };
  const choose = (channel: string | null) => {
    form.setChannel(channel === '' ? null : channel);
    form.touch('channel');
  };
  return (
    <div>
      {product.channelsOpen ? (
        <TextInput
          {...props}
          value={value}
          autoComplete="off"
          inputWrapperOrder={inputOrder}
          onChange={(event) => form.setChannel(event.currentTarget.value || null)}
          description={<HelpLines lines={[openText(intl, product), ...help]} />}
        />
      ) : product.channels.length > MOST_IN_A_ROW ? (
        <Select
          {...props}
          value={value === '' ? null : value}
          data={product.channels.map((channel) => ({ value: channel.value, label: channel.label }))}
          onChange={choose}
          inputWrapperOrder={inputOrder}
          placeholder={intl.formatMessage({ id: 'forms.channel.choose' })}
          description={<HelpLines lines={help} />}
        />
      ) : (
        <ChoiceRow {...props} value={value} choices={product.channels} help={help} onChange={choose} />
      )}
      <FieldMessages form={form} field={{ name: 'channel' }} />
    </div>
  );
}

/** The channels that are known of a list that breaks off. */
function openText(intl: ReturnType<typeof useIntl>, { channels }: ProductView): string {
  const known = channels.map(({ value, label }) => `${value} ${label}`).join(', ');
  const text = intl.formatMessage({ id: 'forms.channel.open' });
  return known === '' ? text : `${text} ${known}`;
}
