import { Group, Text } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { DayView } from '../../ipc';
import classes from './Days.module.css';

const HEIGHT = 120;
const STEP = 30;
const BAR = 11;

/** Pairs of bars, collected beside paid out. The picture is an aid: the table below it has the figures. */
export function DayBars({ days, dayName }: { days: readonly DayView[]; dayName: (day: string) => string }) {
  const intl = useIntl();
  // Bars are drawn from floats; no amount is ever read back from them.
  const height = (amount: string) => Math.max(0, Number.parseFloat(amount));
  const most = Math.max(1, ...days.flatMap(({ collected, paidOut }) => [height(collected), height(paidOut)]));
  const scaled = (amount: string) => (height(amount) / most) * HEIGHT;
  return (
    <div>
      <svg
        className={classes['bars']}
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT + 16}`}
        role="img"
        aria-label={intl.formatMessage({ id: 'overview.days.picture' })}
      >
        {days.map(({ day, collected, paidOut }, at) => (
          <g key={day} transform={`translate(${at * STEP} 0)`}>
            <title>{dayName(day)}</title>
            <rect
              className={classes['collected']}
              x={3}
              y={HEIGHT - scaled(collected)}
              width={BAR}
              height={scaled(collected)}
            />
            <rect
              className={classes['paidOut']}
              x={3 + BAR + 1}
              y={HEIGHT - scaled(paidOut)}
              width={BAR}
              height={scaled(paidOut)}
            />
            <text className={classes['day']} x={3 + BAR} y={HEIGHT + 12} textAnchor="middle">
              {day.slice(-2)}
            </text>
          </g>
        ))}
        <line className={classes['ground']} x1={0} x2={days.length * STEP} y1={HEIGHT} y2={HEIGHT} />
      </svg>
      <Group gap="lg">
        {(['collected', 'paid_out'] as const).map((kind) => (
          <Group key={kind} gap={6}>
            <span className={classes[kind === 'collected' ? 'keyCollected' : 'keyPaidOut']} aria-hidden />
            <Text size="xs">{intl.formatMessage({ id: `overview.days.${kind}.head` })}</Text>
          </Group>
        ))}
      </Group>
    </div>
  );
}
