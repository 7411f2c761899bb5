import { QRCodeSVG } from 'qrcode.react';
import { useIntl } from 'react-intl';
import classes from './QrCode.module.css';

type QrCodeProps = {
  text: string;
  /** What the code leads to, in the person's language. */
  what?: string;
  /** Side length in CSS units. */
  size?: string;
};

/** A QR code, always dark on white with its quiet zone, whatever the scheme. */
export function QrCode({ text, what, size = '14rem' }: QrCodeProps) {
  const intl = useIntl();
  const name = what ?? intl.formatMessage({ id: 'parts.qr' });
  return (
    <div className={classes['frame']} style={{ width: size, height: size }}>
      <QRCodeSVG
        value={text}
        level="M"
        marginSize={4}
        bgColor="#ffffff"
        fgColor="#000000"
        width="100%"
        height="100%"
        role="img"
        aria-label={name}
        title={name}
      />
    </div>
  );
}
