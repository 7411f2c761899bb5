import { Button, Combobox, type ComboboxStore, ScrollArea, Text, useCombobox } from '@mantine/core';
import { IconTag, IconTagOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useLabels } from '../../../ipc';
import { useKeys } from '../../../parts';
import { foldText } from '../../../words';
import classes from './Marks.module.css';

/** As the ledger has it. */
const CHARS_MAX = 40;

type LabelPickerProps = {
  /** What the button says. */
  name: string;
  /** Labels to choose from; all known ones without it, and then a new one can be written. */
  of?: readonly string[];
  /** Labels that are not offered. */
  without?: readonly string[];
  disabled?: boolean;
  /** The key that opens it, and what the sheet of keys says about it. */
  keys?: string;
  onPick: (label: string) => void;
};

/** A button that opens a list of labels; what is typed narrows it, or becomes a new one. */
export function LabelPicker({ name, of, without = [], disabled = false, keys, onPick }: LabelPickerProps) {
  const intl = useIntl();
  const [typed, type] = useState('');
  const store: ComboboxStore = useCombobox({
    onDropdownClose: () => {
      store.resetSelectedOption();
      store.focusTarget();
      type('');
    },
    onDropdownOpen: () => {
      store.focusSearchInput();
    },
  });
  const known = useLabels(of === undefined && store.dropdownOpened).data ?? [];
  useKeys(keys === undefined || disabled ? [] : [{ keys, label: name, run: () => store.openDropdown() }]);
  const wanted = foldText(typed.trim());
  const is = (label: string) => foldText(label) === wanted;
  const offered = (of ?? known.map((label) => label.name)).filter(
    (label) => !without.includes(label) && foldText(label).includes(wanted),
  );
  const comma = typed.includes(',');
  const isNew =
    of === undefined &&
    wanted !== '' &&
    !comma &&
    !known.some((label) => is(label.name)) &&
    !without.some(is);
  const Sign = of === undefined ? IconTag : IconTagOff;
  return (
    <Combobox
      store={store}
      width="18rem"
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(label) => {
        store.closeDropdown();
        onPick(label);
      }}
    >
      <Combobox.Target withAriaAttributes={false}>
        <Button
          size="xs"
          variant="default"
          disabled={disabled}
          aria-haspopup="listbox"
          aria-expanded={store.dropdownOpened}
          leftSection={<Sign size="1.1em" aria-hidden />}
          onClick={() => store.toggleDropdown()}
        >
          {name}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={intl.formatMessage({ id: of === undefined ? 'marks.label.type' : 'marks.label.find' })}
          placeholder={intl.formatMessage({
            id: of === undefined ? 'marks.label.type' : 'marks.label.find',
          })}
          maxLength={CHARS_MAX}
          value={typed}
          error={comma}
          onChange={(event) => {
            type(event.currentTarget.value);
            store.updateSelectedOptionIndex();
            store.selectFirstOption();
          }}
        />
        <Combobox.Options aria-label={name}>
          <ScrollArea.Autosize mah="14rem" type="scroll">
            {offered.map((label) => (
              <Combobox.Option key={label} value={label}>
                <bdi className={classes['option']}>{label}</bdi>
              </Combobox.Option>
            ))}
            {isNew ? (
              <Combobox.Option value={typed.trim()}>
                {intl.formatMessage({ id: 'marks.label.create' }, { name: typed.trim() })}
              </Combobox.Option>
            ) : null}
          </ScrollArea.Autosize>
          {offered.length === 0 && !isNew ? (
            <Combobox.Empty>
              <Text size="sm" c="dimmed" role="status">
                {intl.formatMessage({ id: nothingText(of === undefined, comma) })}
              </Text>
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

const nothingText = (canBeNew: boolean, comma: boolean) =>
  canBeNew ? (comma ? 'marks.label.no_comma' : 'marks.label.none_yet') : 'marks.label.none';
