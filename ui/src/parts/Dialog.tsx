import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

type DialogProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** What the main button says; a verb. */
  confirm: string;
  onConfirm: () => void;
  /** Red for what cannot be taken back. */
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  size?: string;
};

/** A question with one way on and one way back. Enter confirms (it is a form), Escape goes back. */
export function Dialog({
  opened,
  onClose,
  title,
  children,
  confirm,
  onConfirm,
  danger,
  busy,
  disabled,
  size,
}: DialogProps) {
  const intl = useIntl();
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={size ?? 'md'}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (disabled !== true && busy !== true) onConfirm();
        }}
      >
        <Stack gap="md">
          {children}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {intl.formatMessage({ id: 'parts.cancel' })}
            </Button>
            <Button
              type="submit"
              {...(danger === true ? { color: 'red.9' } : {})}
              loading={busy === true}
              disabled={disabled === true}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
