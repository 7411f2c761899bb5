import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { Dialog } from '../../../parts';
import { chipOf, useHeldReading } from '../list/reading';
import { useListedOrders } from '../list/useListedOrders';
import { valueText } from '../list/valueText';

/** The longest name that the ledger keeps, in characters. */
const LONGEST = 60;

type ViewDialogProps = {
  opened: boolean;
  isNew: boolean;
  proposed: string;
  /** Names that other views have. */
  taken: readonly string[];
  onClose: () => void;
  onNamed: (name: string) => void;
};

/** Asks for a view's name. */
export function ViewDialog({ opened, isNew, proposed, taken, onClose, onNamed }: ViewDialogProps) {
  const intl = useIntl();
  const [typed, type] = useState(proposed);
  const [tried, attempt] = useState(false);
  const name = typed.trim();
  const problem =
    name === ''
      ? 'views.name.missing'
      : [...name].length > LONGEST
        ? 'views.name.long'
        : taken.includes(name)
          ? 'views.name.taken'
          : undefined;
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={intl.formatMessage({ id: isNew ? 'views.save.title' : 'views.rename.title' })}
      confirm={intl.formatMessage({ id: isNew ? 'views.save.confirm' : 'views.rename' })}
      onConfirm={() => {
        attempt(true);
        if (problem === undefined) onNamed(name);
      }}
    >
      <TextInput
        data-autofocus
        label={intl.formatMessage({ id: 'views.name' })}
        description={isNew ? intl.formatMessage({ id: 'views.save.what' }) : undefined}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        error={
          tried && problem !== undefined ? intl.formatMessage({ id: problem }, { longest: LONGEST }) : null
        }
      />
    </Dialog>
  );
}

/** A name for the present search, made of what its chips say. */
export function useProposedName(): string {
  const intl = useIntl();
  const { text, reading } = useHeldReading(useListedOrders());
  const words = (reading?.parts ?? []).map((part) => {
    const { not, values } = chipOf(text, part);
    const said = values.map((value) => valueText(intl, part.filter, value)).join(', ');
    return not ? intl.formatMessage({ id: 'views.not' }, { said }) : said;
  });
  const said = words.join(' · ');
  return [...said].slice(0, LONGEST).join('').trim();
}
