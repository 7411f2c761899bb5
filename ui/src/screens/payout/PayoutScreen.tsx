import { Button, Group, Stack } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import type { FormSearch } from '../../frame/orderSearch';
import { type DraftReport, type DraftRequest, useOrder } from '../../ipc';
import { Page, useAnnounce } from '../../parts';
import { Failure } from '../../words';
import { type AccountChoice, DraftGate, OrderFields, type Start, useOrderForm } from '../draft';
import { Checks } from './Checks';
import { isStopped } from './findings';
import classes from './payout.module.css';
import { Replaces, replacing } from './Replaces';
import { Review } from './Review';

/** Paying one person: the form, then its review. What follows has a page of its own, by the order's id. */
export function PayoutScreen() {
  const search = useSearch({ from: '/payout' });
  return <PayoutPage key={`${search.like} ${search.account} ${search.replaces}`} search={search} />;
}

/** What was checked and is now looked at once more. */
export type Checked = {
  accountId: string;
  draft: DraftRequest;
  report: DraftReport;
  /** The given-up order that it takes the place of. */
  replaces: string | null;
};

function PayoutPage({ search }: { search: FormSearch }) {
  const intl = useIntl();
  const [checked, review] = useState<Checked | null>(null);
  return (
    <Page
      title={intl.formatMessage({ id: checked === null ? 'payout.title' : 'payout.review' })}
      lead={intl.formatMessage({ id: checked === null ? 'payout.lead' : 'payout.review.lead' })}
    >
      <DraftGate direction="payout" search={search}>
        {(choices, start) => (
          <Steps
            choices={choices}
            start={start}
            begin={search.replaces ?? null}
            checked={checked}
            onChecked={review}
          />
        )}
      </DraftGate>
    </Page>
  );
}

type StepsProps = {
  choices: readonly AccountChoice[];
  start: Start;
  /** The given-up order that the person came to replace. */
  begin: string | null;
  checked: Checked | null;
  onChecked: (checked: Checked | null) => void;
};

function Steps({ choices, start, begin, checked, onChecked }: StepsProps) {
  const intl = useIntl();
  const announce = useAnnounce();
  const form = useOrderForm(choices, start);
  const checking = useRef(false);
  const [replaces, replace] = useState(begin);
  const old = useOrder(replaces ?? undefined).data;
  const { chosen, product } = form;
  if (checked !== null && chosen !== undefined && product !== undefined) {
    return (
      <Review
        checked={checked}
        choice={chosen}
        product={product}
        onBack={() => onChecked(null)}
        onRefused={(error) => {
          onChecked(null);
          form.refuse(error);
        }}
      />
    );
  }
  const next = async () => {
    if (chosen === undefined || checking.current) return;
    checking.current = true;
    try {
      const found = await form.checkNow();
      if (found === null) return;
      const kept = replaces !== null && replacing(replaces, old, found.report) === 'holds' ? replaces : null;
      if (isStopped(found.report, kept)) {
        announce(intl.formatMessage({ id: 'payout.stopped' }));
        return;
      }
      onChecked({ accountId: chosen.account.id, ...found, replaces: kept });
    } finally {
      checking.current = false;
    }
  };
  const movedOn = replaces !== null && replacing(replaces, old, form.report) === 'moved_on';
  const stopped = movedOn || (form.report !== undefined && isStopped(form.report, replaces));
  const error = form.refused ?? form.checkError;
  return (
    <div className={classes['columns']}>
      <form
        noValidate
        aria-label={intl.formatMessage({ id: 'payout.title' })}
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void next();
        }}
      >
        <Stack gap="lg">
          {replaces === null ? null : (
            <Replaces replaces={replaces} report={form.report} focus={replaces !== begin} />
          )}
          <OrderFields form={form} />
          {error === null ? null : <Failure error={error} />}
          {chosen === undefined ? null : (
            <Group>
              <Button
                type="submit"
                rightSection={<IconArrowRight size="1.1em" aria-hidden />}
                disabled={stopped}
              >
                {intl.formatMessage({ id: 'payout.to_review' })}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
      <Checks form={form} replaces={replaces} onReplace={replace} />
    </div>
  );
}
