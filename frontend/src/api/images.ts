import { call } from './http';
import type { Image, Merchant } from './types';
import { upload } from './upload';

export async function putLogo(picture: Blob): Promise<Merchant> {
  const order = { method: 'PUT', path: '/v1/merchant/logo', file: picture } as const;
  return (await upload<Merchant>(order)).data;
}

export async function deleteLogo(): Promise<void> {
  await call('DELETE', '/v1/merchant/logo');
}

/** A picture to stand behind a card, once a program names it. */
export async function sendBackground(picture: Blob): Promise<Image> {
  return (await upload<Image>({ method: 'POST', path: '/v1/images', file: picture })).data;
}
