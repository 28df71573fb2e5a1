import { entering } from './accounts';
import { call } from './http';
import { isProblem } from './problems';
import type { DeviceView, Me } from './types';

/** What this device is, or null when it is nobody's counter. */
export async function readDevice(): Promise<DeviceView | null> {
  try {
    return (await call<DeviceView>('GET', '/v1/device')).data;
  } catch (error) {
    if (isProblem(error, 'DEVICE_NOT_PAIRED')) return null;
    throw error;
  }
}

export async function pairDevice(code: string): Promise<DeviceView> {
  return (await call<DeviceView>('POST', '/v1/devices/pairing', { body: { code } })).data;
}

export const signInByPin = (memberId: string, pin: string) =>
  entering(call<Me>('POST', '/v1/device/sessions', { body: { member_id: memberId, pin } }));
