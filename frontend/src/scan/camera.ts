/** The rear camera, and why it may not be had: each reason has its own explanation on the screen. */
export type CameraProblem = 'denied' | 'absent' | 'busy' | 'insecure';

export class CameraError extends Error {
  constructor(readonly problem: CameraProblem) {
    super(`camera: ${problem}`);
    this.name = 'CameraError';
  }
}

export interface Camera {
  stream: MediaStream;
  /** Null when this camera has no light. */
  setTorch: ((on: boolean) => Promise<void>) | null;
  stop(): void;
}

/** `torch` is in the image-capture specification, not yet in TypeScript's DOM types. */
type TorchCapabilities = MediaTrackCapabilities & { torch?: boolean };
type TorchConstraints = MediaTrackConstraintSet & { torch?: boolean };

function problemOf(error: unknown): CameraProblem {
  const name = error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'absent';
    default:
      return 'busy';
  }
}

export async function openCamera(): Promise<Camera> {
  // Browsers hide mediaDevices on plain http: that is not a missing camera, and it has another cure.
  if (!window.isSecureContext) throw new CameraError('insecure');
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new CameraError('absent');
  let stream: MediaStream;
  try {
    stream = await devices.getUserMedia({
      audio: false,
      video: {
        facingMode: { ideal: 'environment' },
        width: { ideal: 1280 },
        height: { ideal: 720 },
      },
    });
  } catch (error) {
    throw new CameraError(problemOf(error));
  }
  const track = stream.getVideoTracks()[0];
  if (track === undefined) throw new CameraError('absent');
  const capabilities = (track.getCapabilities?.() ?? {}) as TorchCapabilities;
  const setTorch =
    capabilities.torch === true
      ? (on: boolean) => track.applyConstraints({ advanced: [{ torch: on } as TorchConstraints] })
      : null;
  return {
    stream,
    setTorch,
    stop: () => {
      for (const each of stream.getTracks()) each.stop();
    },
  };
}
