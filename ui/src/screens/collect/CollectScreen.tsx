import { Button, Group, Stack } from '@mantine/core';
import { IconArrowDownLeft } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { useIntl } from 'react-intl';
import { type DraftRequest, doneUnread, keys, shell, useCommand } from '../../ipc';
import { Page } from '../../parts';
import { useVaultDialog } from '../../session/vault';
import { Failure } from '../../words';
import { type AccountChoice, DraftGate, OrderFields, type Start, useOrderForm } from '../draft';

/** Asking for money: the form, as the account's market wants it. */
export function CollectScreen() {
  const intl = useIntl();
  const search = useSearch({ from: '/collect' });
  return (
    <Page
      title={intl.formatMessage({ id: 'collect.title' })}
      lead={intl.formatMessage({ id: 'collect.lead' })}
      width="reading"
    >
      <DraftGate key={`${search.like} ${search.account}`} direction="collect" search={search}>
        {(choices, start) => <CollectForm choices={choices} start={start} />}
      </DraftGate>
    </Page>
  );
}

function CollectForm({ choices, start }: { choices: readonly AccountChoice[]; start: Start }) {
  const intl = useIntl();
  const client = useQueryClient();
  const navigate = useNavigate();
  const vault = useVaultDialog();
  const form = useOrderForm(choices, start);
  const create = useCommand(
    ({ accountId, draft }: { accountId: string; draft: DraftRequest }) =>
      shell.createCollect(accountId, draft),
    [keys.orders],
  );
  const follow = (id: string) => void navigate({ to: '/collect/$id', params: { id } });
  const checking = useRef(false);
  const submit = async () => {
    const accountId = form.chosen?.account.id;
    if (accountId === undefined || checking.current || create.isPending) return;
    checking.current = true;
    try {
      const checked = await form.checkNow();
      if (checked === null) return;
      vault.need([accountId], () =>
        create.mutate(
          { accountId, draft: checked.draft },
          {
            onSuccess: (order) => {
              client.setQueryData(keys.order(order.summary.id), order);
              follow(order.summary.id);
            },
            onError: (error) => {
              const created = doneUnread(error);
              // It was created: whoever stayed here would create it again.
              if (created === undefined) form.refuse(error);
              else follow(created);
            },
          },
        ),
      );
    } finally {
      checking.current = false;
    }
  };
  const error = form.refused ?? form.checkError;
  return (
    <form
      noValidate
      aria-label={intl.formatMessage({ id: 'collect.title' })}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="lg" maw="34rem">
        <OrderFields form={form} />
        {error === null ? null : <Failure error={error} />}
        {form.chosen === undefined ? null : (
          <Group>
            <Button
              type="submit"
              leftSection={<IconArrowDownLeft size="1.1em" aria-hidden />}
              loading={create.isPending}
            >
              {intl.formatMessage({ id: 'collect.create' })}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
