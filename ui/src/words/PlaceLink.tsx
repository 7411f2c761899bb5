import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

function Place({ ref, ...rest }: AnchorProps & { ref?: Ref<HTMLAnchorElement>; children?: ReactNode }) {
  return <Anchor ref={ref ?? null} {...rest} />;
}

/** A link to another place of the window; the router knows every address and what it takes. */
export const PlaceLink = createLink(Place);
