/** Reads a QR code out of a video frame: the browser's own detector, else a decoder in plain JavaScript. */
export interface Decoder {
  read(video: HTMLVideoElement): Promise<string | null>;
}

interface NativeDetector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

interface NativeDetectorClass {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

/** Enough for a 60-character QR held at arm's length; more only costs time on a cheap tablet. */
const FRAME_PIXELS = 640;
const TIME_LIMIT_MS = 60;

async function nativeDecoder(): Promise<Decoder | null> {
  const Detector = (globalThis as { BarcodeDetector?: NativeDetectorClass }).BarcodeDetector;
  if (Detector === undefined) return null;
  try {
    // Chromium on desktops has the class and not a single format.
    if (!(await Detector.getSupportedFormats()).includes('qr_code')) return null;
    const detector = new Detector({ formats: ['qr_code'] });
    return { read: async (video) => (await detector.detect(video))[0]?.rawValue ?? null };
  } catch {
    return null;
  }
}

async function plainDecoder(): Promise<Decoder> {
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return {
    read: async (video) => {
      const side = Math.min(video.videoWidth, video.videoHeight);
      if (side === 0 || context === null) return null;
      // The middle square, which is what the frame on the screen shows.
      const size = Math.min(side, FRAME_PIXELS);
      canvas.width = size;
      canvas.height = size;
      const left = (video.videoWidth - side) / 2;
      const top = (video.videoHeight - side) / 2;
      context.drawImage(video, left, top, side, side, 0, 0, size, size);
      try {
        return decodeQR(context.getImageData(0, 0, size, size), { timeLimit: TIME_LIMIT_MS });
      } catch {
        return null; // no code in this frame: by far the most frequent case
      }
    },
  };
}

export async function createDecoder(): Promise<Decoder> {
  return (await nativeDecoder()) ?? (await plainDecoder());
}
