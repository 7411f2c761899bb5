import { Box, Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconArrowLeft, IconBuildingBank, IconSchool } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import {
  doneUnread,
  type IpcError,
  keys,
  type PayoutConfirmation,
  type ProductView,
  shell,
  useAppState,
  useCommand,
  useDraftReport,
} from '../../ipc';
import { amountText, Band, useKeys } from '../../parts';
import { useVaultDialog } from '../../session/vault';
import { countryFlag, Failure, useMarketName, warningText } from '../../words';
import { PayoutsHalted } from '../data';
import { type AccountChoice, fieldByRole } from '../draft';
import { GuardFields, isGuardError, useGuard } from '../guard';
import { SendButton } from '../outcome';
import { BalanceLeft } from './Checks';
import { Findings } from './Findings';
import { type Finding, findingsOf, isAboveCeiling, isStopped } from './findings';
import { Particulars } from './Particulars';
import type { Checked } from './PayoutScreen';
import classes from './payout.module.css';
import { Replaces } from './Replaces';

type ReviewProps = {
  checked: Checked;
  choice: AccountChoice;
  product: ProductView;
  onBack: () => void;
  /** The shell named fields to mend. */
  onRefused: (error: IpcError) => void;
};

/** The last look before money leaves. The keyboard does not stand on the button, and Enter alone sends nothing. */
export function Review({ checked, choice, product, onBack, onRefused }: ReviewProps) {
  const intl = useIntl();
  const { accountId, draft, replaces } = checked;
  const { currency } = choice.market;
  // Events may bring news while this is looked at.
  const report = useDraftReport(accountId, draft).data ?? checked.report;
  const [lastFour, setLastFour] = useState('');
  const [reason, setReason] = useState('');
  const [known, know] = useState(false);
  const guard = useGuard();
  const needsGuard = isAboveCeiling(report);
  const { send, busy, error } = useSend(onRefused, needsGuard ? guard.take : null);
  const top = useRef<HTMLDivElement>(null);
  // It begins at its top, also where the form was scrolled or the text is large: the payee is read first.
  useEffect(() => {
    top.current?.focus({ preventScroll: true });
    const scrolled = top.current?.closest('main');
    if (scrolled != null) scrolled.scrollTop = 0;
  }, []);
  useKeys([{ keys: 'Escape', label: intl.formatMessage({ id: 'payout.back' }), run: onBack }]);

  const { payout } = report;
  const needsLastFour = payout?.retypeLastFour === true;
  const needsReason = (payout?.sameWithinDay.length ?? 0) > 0;
  const account = report.tidied[fieldByRole(product, 'payee_account')?.name ?? ''] ?? '';
  const wrongFour = lastFour.length === 4 && !account.endsWith(lastFour);
  const halted = useAppState().data?.health.restored != null;
  const ready =
    !halted &&
    !isStopped(report, replaces) &&
    // The order to be replaced may turn up while this is looked at.
    (replaces === null || (known && report.payout?.abandonedTwin?.id === replaces)) &&
    report.problems.length === 0 &&
    (!needsLastFour || (lastFour.length === 4 && !wrongFour)) &&
    (!needsReason || reason.trim() !== '') &&
    (!needsGuard || guard.ready);
  const warnings: Finding[] = report.warnings
    .filter(({ code }) => code !== 'check_digit' && code !== 'other_bank')
    .map((warning) => ({
      id: `${warning.field} ${warning.code}`,
      tone: 'warn',
      text: `${warningText(intl, warning, currency)} (${warning.field})`,
    }));
  const findings = [...findingsOf(intl, { report, draft, product, currency, replaces }), ...warnings];
  return (
    <Stack gap="md" ref={top} tabIndex={-1} className={classes['review'] ?? ''}>
      <AccountBand choice={choice} />
      <PayoutsHalted />
      {replaces === null ? null : (
        <Replaces replaces={replaces} report={report} known={{ checked: known, onChange: know }} />
      )}
      <div className={classes['columns']}>
        <div className={classes['form']}>
          <Particulars
            checked={{ accountId, draft, report, replaces }}
            product={product}
            currency={currency}
          />
        </div>
        <aside aria-label={intl.formatMessage({ id: 'payout.compared' })} className={classes['checks']}>
          <Stack gap="sm">
            <Title order={2}>{intl.formatMessage({ id: 'payout.compared' })}</Title>
            <Findings findings={findings} name={intl.formatMessage({ id: 'payout.compared' })} />
            {payout === null ? null : (
              <BalanceLeft accountId={accountId} checks={payout} currency={currency} />
            )}
          </Stack>
        </aside>
      </div>
      <Group gap="lg" align="flex-start">
        {needsLastFour ? (
          <TextInput
            label={intl.formatMessage({ id: 'payout.last_four' })}
            description={intl.formatMessage({ id: 'payout.last_four.why' })}
            required
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={lastFour}
            onChange={(event) => setLastFour(event.currentTarget.value.trim())}
            error={
              wrongFour || error?.code === 'last_four' ? intl.formatMessage({ id: 'errors.last_four' }) : null
            }
          />
        ) : null}
        {needsReason ? (
          <Textarea
            label={intl.formatMessage({ id: 'payout.reason' })}
            description={intl.formatMessage({ id: 'payout.reason.why' })}
            required
            autosize
            minRows={1}
            flex="1 1 18rem"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        ) : null}
        {needsGuard ? (
          <Box flex="1 1 18rem" maw="26rem">
            <GuardFields guard={guard} why={intl.formatMessage({ id: 'guard.why.pass' })} error={error} />
          </Box>
        ) : null}
      </Group>
      {error === null || error.code === 'last_four' ? null : <Failure error={error} />}
      <Group justify="space-between" gap="sm" className={classes['foot'] ?? ''}>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size="1.1em" aria-hidden />}
          disabled={busy}
          onClick={onBack}
        >
          {intl.formatMessage({ id: 'payout.back' })}
        </Button>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {intl.formatMessage({ id: 'payout.grace_follows' })}
          </Text>
          <SendButton
            busy={busy}
            disabled={!ready}
            onSend={() =>
              send(checked, {
                lastFour: needsLastFour ? lastFour : null,
                duplicateReason: needsReason ? reason.trim() : null,
                ...(replaces === null ? {} : { replaces }),
              })
            }
          >
            {intl.formatMessage(
              { id: 'payout.send' },
              { amount: `${amountText(intl.locale, draft.amount.trim())} ${currency}` },
            )}
          </SendButton>
        </Group>
      </Group>
    </Stack>
  );
}

/** From which account, in which country and currency, and whether this is real. */
function AccountBand({ choice: { account, market } }: { choice: AccountChoice }) {
  const intl = useIntl();
  const marketName = useMarketName();
  const kind = account.live ? 'live' : 'practice';
  return (
    <Band
      icon={account.live ? IconBuildingBank : IconSchool}
      word={intl.formatMessage({ id: `payout.band.${kind}` })}
      tone={account.live ? 'wait' : 'practice'}
      name={intl.formatMessage({ id: 'payout.band' })}
    >
      {intl.formatMessage(
        { id: `payout.band.${kind}.sentence` },
        {
          account: account.name,
          market: `${countryFlag(market.country)} ${marketName(market)}`,
          currency: market.currency,
        },
      )}
    </Band>
  );
}

/** Hands the payout over once. Until it is settled, a second press does nothing. */
function useSend(onRefused: (error: IpcError) => void, takePassphrase: (() => Promise<string>) | null) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const vault = useVaultDialog();
  const under = useRef(false);
  const prepare = useCommand(
    async ({ checked, confirmation }: { checked: Checked; confirmation: PayoutConfirmation }) =>
      shell.preparePayout(checked.accountId, checked.draft, {
        ...confirmation,
        ...(takePassphrase === null ? {} : { passphrase: await takePassphrase() }),
      }),
    [keys.orders],
  );
  const follow = (id: string) => void navigate({ to: '/payout/$id', params: { id }, replace: true });
  const send = (checked: Checked, confirmation: PayoutConfirmation) =>
    vault.need([checked.accountId], () => {
      if (under.current) return;
      under.current = true;
      prepare.mutate(
        { checked, confirmation },
        {
          onSuccess: (order) => {
            client.setQueryData(keys.order(order.summary.id), order);
            follow(order.summary.id);
          },
          onError: (error) => {
            const prepared = doneUnread(error);
            // It is prepared and its grace runs: where it can be cancelled is the page to be at, not here.
            if (prepared !== undefined) return follow(prepared);
            under.current = false;
            if (error.code === 'draft') onRefused(error);
            // Another payout may have used up the day meanwhile: then the passphrase is asked for here.
            if (isGuardError(error)) {
              void client.invalidateQueries({ queryKey: ['draft', checked.accountId] });
            }
          },
        },
      );
    });
  const done = prepare.isSuccess || (prepare.error !== null && doneUnread(prepare.error) !== undefined);
  return { send, busy: prepare.isPending || done, error: done ? null : prepare.error };
}
