import type { ReactNode } from 'react';
import type { Address } from './address';

/** Loads the one screen this address shows: nobody pays for the others. */
export async function screenOf(address: Address): Promise<ReactNode> {
  switch (address.page) {
    case 'join': {
      const { JoinScreen } = await import('./join/JoinScreen');
      return <JoinScreen slug={address.slug} programId={address.programId} />;
    }
    case 'card': {
      const { CardScreen } = await import('./holder/CardScreen');
      return <CardScreen slug={address.slug} />;
    }
    case 'show': {
      const { ShowScreen } = await import('./show/ShowScreen');
      return <ShowScreen slug={address.slug} />;
    }
    case 'extract': {
      const { ExtractScreen } = await import('./extract/ExtractScreen');
      return <ExtractScreen slug={address.slug} />;
    }
    case 'data': {
      const { DataScreen } = await import('./data/DataScreen');
      return <DataScreen slug={address.slug} />;
    }
    case 'unknown': {
      const { NotFoundScreen } = await import('./NotFoundScreen');
      return <NotFoundScreen />;
    }
  }
}
