import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { keys, shell, useCommand } from '../../../ipc';
import { useAnnounce, useKeys } from '../../../parts';
import { Failure } from '../../../words';

const LENGTH_MAX = 2000;

/** A note of one's own; it becomes a line of the history and never leaves this computer. */
export function NoteForm({ id }: { id: string }) {
  const intl = useIntl();
  const client = useQueryClient();
  const announce = useAnnounce();
  const [text, type] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useKeys([
    { keys: 'n', label: intl.formatMessage({ id: 'orders.key.note' }), run: () => field.current?.focus() },
  ]);
  const add = useCommand((note: string) => shell.addNote(id, note), [keys.orders]);
  const keep = () => {
    const note = text.trim();
    if (note === '' || add.isPending) return;
    add.mutate(note, {
      onSuccess: (order) => {
        client.setQueryData(keys.order(id), order);
        type('');
        announce(intl.formatMessage({ id: 'orders.note.kept' }));
      },
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <Stack gap="xs">
        <Textarea
          ref={field}
          label={intl.formatMessage({ id: 'orders.note' })}
          description={intl.formatMessage({ id: 'orders.note.help' })}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={LENGTH_MAX}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              keep();
            }
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
        {add.isError ? <Failure error={add.error} /> : null}
        <Group justify="flex-end">
          <Button
            type="submit"
            size="xs"
            variant="default"
            disabled={text.trim() === ''}
            loading={add.isPending}
          >
            {intl.formatMessage({ id: 'orders.note.keep' })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
