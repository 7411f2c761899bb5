import { Button, Group, Input, Text } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import { type ChosenFileView, errorEntry, type IpcError, shell, useCommand } from '../../ipc';
import { fileSize } from './fileSize';

type EvidenceFileProps = {
  file: ChosenFileView | null;
  /** Why the shell did not take the file when the order was to be settled. */
  error: IpcError | null;
  onFile: (file: ChosenFileView | null) => void;
};

/** A file that proves it. Rust opens the dialog and keeps the bytes; the window sees name and size only. */
export function EvidenceFile({ file, error, onFile }: EvidenceFileProps) {
  const intl = useIntl();
  const label = useId();
  const choose = useCommand(() => shell.chooseEvidenceFile());
  const refused = choose.error ?? error;
  const why =
    refused === null
      ? null
      : intl.formatMessage(
          { id: refused.code === 'evidence_field' ? 'settling.wrong.file' : errorEntry(refused).text },
          refused.details,
        );
  return (
    <Input.Wrapper
      role="group"
      aria-labelledby={label}
      label={intl.formatMessage({ id: 'settling.file' })}
      labelElement="div"
      labelProps={{ id: label }}
      description={intl.formatMessage({ id: 'settling.file.help' })}
      error={why}
      errorProps={{ role: 'alert' }}
    >
      <Group gap="xs" pt={4}>
        {file === null ? null : (
          <>
            <Text size="sm">
              <bdi>{file.name}</bdi>
              {' · '}
              {fileSize(intl, file.bytes)}
            </Text>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconX size="1.1em" aria-hidden />}
              aria-label={intl.formatMessage({ id: 'settling.file.remove_what' }, { name: file.name })}
              onClick={() => onFile(null)}
            >
              {intl.formatMessage({ id: 'settling.file.remove' })}
            </Button>
          </>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPaperclip size="1.1em" aria-hidden />}
          loading={choose.isPending}
          data-field="file"
          onClick={() =>
            choose.mutate(undefined, {
              // Nothing chosen: what was chosen before stays.
              onSuccess: (chosen) => {
                if (chosen !== null) onFile(chosen);
              },
            })
          }
        >
          {intl.formatMessage({ id: file === null ? 'settling.file.choose' : 'settling.file.other' })}
        </Button>
      </Group>
    </Input.Wrapper>
  );
}
